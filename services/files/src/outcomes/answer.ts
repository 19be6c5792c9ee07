import { Outcome, type RowsApplied } from '@ringfleet/contracts';
import { isId } from '@ringfleet/kernel';
import type { Done } from '../imports/import-record.js';

/** What became of the rows of one chunk, as it is stored. */
export interface Answer extends Done {
  readonly importId: string;
  readonly chunk: number;
  /** One letter per row, in file order. */
  readonly outcomes: string;
  readonly message: RowsApplied;
}

const LETTERS: Readonly<Partial<Record<Outcome, string>>> = { [Outcome.APPLIED]: 'a', [Outcome.UNCHANGED]: 'u', [Outcome.REJECTED]: 'r' };
export type OutcomeName = 'applied' | 'unchanged' | 'rejected';
export const OUTCOME_OF_LETTER: Readonly<Record<string, OutcomeName>> = { a: 'applied', u: 'unchanged', r: 'rejected' };

/** The first answer of each chunk: later ones say the same. Throws where a row has no outcome. */
export function answersOf(messages: readonly RowsApplied[]): Answer[] {
  const first = new Map<string, Answer>();
  for (const message of messages) {
    const key = `${message.importId}/${message.chunk}`;
    if (isId(message.importId) && !first.has(key)) first.set(key, answerOf(message));
  }
  return [...first.values()];
}

function answerOf(message: RowsApplied): Answer {
  const letters = message.outcomes.map(({ outcome }) => LETTERS[outcome]);
  const at = letters.indexOf(undefined);
  if (at >= 0) throw new Error(`The answer to chunk ${message.chunk} of import ${message.importId} has no outcome at ${at}.`);
  const count = (wanted: string): number => letters.reduce((sum, letter) => (letter === wanted ? sum + 1 : sum), 0);
  return {
    importId: message.importId,
    chunk: message.chunk,
    outcomes: letters.join(''),
    applied: count('a'),
    unchanged: count('u'),
    rejected: count('r'),
    message,
  };
}
