import { useTranslation } from 'react-i18next';
import { type Sign, StateSign } from '../look/state-sign.js';
import type { Import } from './import.js';

const SIGNS: Readonly<Record<Import['state'], Sign>> = {
  accepted: { icon: 'dots', tone: 'info' },
  scanning: { icon: 'dots', tone: 'info' },
  running: { icon: 'dots', tone: 'info' },
  stalled: { icon: 'clock', tone: 'caution' },
  cancelling: { icon: 'clock', tone: 'caution' },
  completed: { icon: 'check', tone: 'good' },
  failed: { icon: 'cross', tone: 'bad' },
  cancelled: { icon: 'off', tone: 'caution' },
};

export function ImportState({ state }: Pick<Import, 'state'>): React.JSX.Element {
  const { t } = useTranslation();
  return <StateSign sign={SIGNS[state]}>{t(`import.states.${state}`)}</StateSign>;
}
