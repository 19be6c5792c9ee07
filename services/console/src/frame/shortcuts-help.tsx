import { useTranslation } from 'react-i18next';
import { mayOf, useMe } from '../api/me.js';
import { Dialog } from './dialog.js';
import { PLACES } from './navigation.js';

const LIST = ['arrows', 'space', 'range', 'page', 'enter', 'menu', 'escape'] as const;
const KEYS: Readonly<Record<(typeof LIST)[number] | 'palette' | 'search' | 'add' | 'upload' | 'send' | 'help', string>> = {
  palette: 'Ctrl K',
  search: '/',
  add: 'n',
  upload: 'u',
  send: 'Ctrl Enter',
  help: '?',
  arrows: '↑ ↓ ← →',
  space: 'Space',
  range: 'Shift ↑ ↓',
  page: 'Ctrl A',
  enter: 'Enter',
  menu: '.',
  escape: 'Esc',
};

/** As they stand on keyboards of the language. */
const NAMED = new Set(['Space', 'Shift', 'Enter', 'Esc']);

/** Which keys do what. */
export default function ShortcutsHelp({ onClose }: { readonly onClose: () => void }): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const may = mayOf(me);
  const isOffered: Readonly<Partial<Record<keyof typeof KEYS, boolean>>> = { add: may.changeDevices || may.changeTree, upload: may.import };
  const nameOf = (key: string): string => (NAMED.has(key) ? t(`keys.name.${key}`) : key);
  const row = (keys: string, meaning: string): React.JSX.Element => (
    <tr key={keys}>
      <th scope="row">
        <kbd>{keys.split(' ').map(nameOf).join(' ')}</kbd>
      </th>
      <td>{meaning}</td>
    </tr>
  );
  const table = (title: string, rows: readonly React.JSX.Element[]): React.JSX.Element => (
    <table className="rf-keys">
      <caption>{title}</caption>
      <tbody>{rows}</tbody>
    </table>
  );
  return (
    <Dialog title={t('keys.title')} size={560} onClose={onClose}>
      {table(t('keys.everywhere'), [
        ...(['palette', 'search', 'add', 'upload', 'send', 'help'] as const)
          .filter((key) => isOffered[key] ?? true)
          .map((key) => row(KEYS[key], t(`keys.${key}`))),
        ...PLACES.flatMap(({ letter, label, shown }) => (letter && shown(me) ? [row(`g ${letter}`, t('keys.go', { place: t(label) }))] : [])),
      ])}
      {table(
        t('keys.list'),
        LIST.map((key) => row(KEYS[key], t(`keys.${key}`))),
      )}
      <p className="rf-meta">{t('keys.off')}</p>
    </Dialog>
  );
}
