import { useTranslation } from 'react-i18next';
import { type Sign, StateSign } from '../look/state-sign.js';
import type { Operation, Outcome } from './operation.js';

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
  return <StateSign sign={OUTCOME_SIGNS[outcome]}>{t(`operation.${words}.${outcome}`)}</StateSign>;
}

export function OperationState({ state }: Pick<Operation, 'state'>): React.JSX.Element {
  const { t } = useTranslation();
  return <StateSign sign={STATE_SIGNS[state]}>{t(`operation.states.${state}`)}</StateSign>;
}
