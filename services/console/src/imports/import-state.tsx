import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../look/icon.js';
import type { Import } from './import.js';

const SIGNS: Readonly<Record<Import['state'], { readonly icon: IconName; readonly tone: string }>> = {
  accepted: { icon: 'dots', tone: 'info' },
  scanning: { icon: 'dots', tone: 'info' },
  running: { icon: 'dots', tone: 'info' },
  stalled: { icon: 'clock', tone: 'caution' },
  cancelling: { icon: 'clock', tone: 'caution' },
  completed: { icon: 'check', tone: 'good' },
  failed: { icon: 'cross', tone: 'bad' },
  cancelled: { icon: 'off', tone: 'caution' },
};

/** Shape, word, colour, in that order of trust. */
export function ImportState({ state }: Pick<Import, 'state'>): React.JSX.Element {
  const { t } = useTranslation();
  const { icon, tone } = SIGNS[state];
  return (
    <span className={`rf-state rf-${tone}`}>
      <Icon name={icon} />
      {t(`import.states.${state}`)}
    </span>
  );
}
