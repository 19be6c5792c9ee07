import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../look/icon.js';
import type { Operation, Outcome } from './operation.js';

interface Sign {
  readonly icon: IconName;
  readonly tone: string;
}

/** That it was sent is no success yet: only what was seen is (CTL-03). */
const OUTCOME_SIGNS: Readonly<Record<Outcome, Sign>> = {
  waiting: { icon: 'clock', tone: 'info' },
  sending: { icon: 'dots', tone: 'info' },
  sent: { icon: 'dots', tone: 'info' },
  confirmed: { icon: 'check', tone: 'good' },
  no_effect: { icon: 'cross', tone: 'bad' },
  timed_out: { icon: 'cross', tone: 'bad' },
  refused: { icon: 'cross', tone: 'bad' },
  not_registered: { icon: 'off', tone: 'neutral' },
  cancelled: { icon: 'off', tone: 'neutral' },
};

const STATE_SIGNS: Readonly<Record<Operation['state'], Sign>> = {
  running: { icon: 'dots', tone: 'info' },
  cancelling: { icon: 'clock', tone: 'caution' },
  finished: { icon: 'check', tone: 'neutral' },
  cancelled: { icon: 'off', tone: 'caution' },
};

/** What became of a phone, in a word or in a sentence. */
export function OutcomeSign({ outcome, words = 'short' }: { readonly outcome: Outcome; readonly words?: 'short' | 'outcome' }): React.JSX.Element {
  const { t } = useTranslation();
  const { icon, tone } = OUTCOME_SIGNS[outcome];
  return (
    <span className={`rf-state rf-${tone}`}>
      <Icon name={icon} />
      {t(`operation.${words}.${outcome}`)}
    </span>
  );
}

export function OperationState({ state }: Pick<Operation, 'state'>): React.JSX.Element {
  const { t } = useTranslation();
  const { icon, tone } = STATE_SIGNS[state];
  return (
    <span className={`rf-state rf-${tone}`}>
      <Icon name={icon} />
      {t(`operation.states.${state}`)}
    </span>
  );
}
