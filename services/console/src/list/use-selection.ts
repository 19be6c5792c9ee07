import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { questionOf } from './list-address.js';
import { countOf, NOTHING, type Selection } from './selection.js';

/** What the words of what is ticked say besides, as a key of the words: that it is another selection than one would think. */
export type SelectionNotice = 'cleared' | 'pageOnly';

interface Held {
  readonly selection: Selection;
  /** Of which question it is. */
  readonly question: string;
  readonly notice: SelectionNotice | undefined;
}

interface Selecting extends Held {
  readonly select: (selection: Selection) => void;
}

/** What is ticked of what the address asks for. Another filter or scope, however one came to it, begins with nothing. */
export function useSelection(): Selecting {
  const question = questionOf(useSearchParams()[0]);
  const [held, hold] = useState<Held>({ selection: NOTHING, question, notice: undefined });
  const now = held.question === question ? held : asked(question, held);
  if (now !== held) hold(now);
  return { ...now, select: (selection) => hold({ selection, question, notice: noticeOf(now.selection, selection) }) };
}

function asked(question: string, { selection, notice }: Held): Held {
  const wasCleared = countOf(selection, 1) > 0 || notice === 'cleared'; // one types on
  return { selection: NOTHING, question, notice: wasCleared ? 'cleared' : undefined };
}

const noticeOf = (before: Selection, after: Selection): SelectionNotice | undefined =>
  before.kind === 'all' && after.kind === 'some' && after.ids.size > 0 ? 'pageOnly' : undefined;
