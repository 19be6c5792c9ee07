import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import type { Draft } from './draft.js';

const SIGNS = { saved: 'check', typed: 'dots', saving: 'dots', refused: 'cross' } as const;
const TONES = { saved: 'good', typed: 'dimmed', saving: 'dimmed', refused: 'bad' } as const;

/** Whether what stands there is saved. */
export function SavedSign({ state }: Pick<Draft, 'state'>): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <span role="status" className={`rf-state rf-${TONES[state]}`}>
      <Icon name={SIGNS[state]} />
      {t(`version.saving.${state}`)}
    </span>
  );
}
