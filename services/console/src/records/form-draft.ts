import { useState } from 'react';
import { useMe } from '../api/me.js';
import { formOf, isSame } from './form-values.js';
import type { RecordKind, TreeRecord, Values } from './record-kind.js';

interface FormDraft {
  readonly values: Values;
  readonly setValues: (values: Values) => void;
  /** Whether the form began with what was typed before. */
  readonly isRestored: boolean;
  /** It is saved, or not wanted. */
  readonly forget: () => void;
}

const KEPT = 'ringfleet.draft';

/** What is typed into a form outlives a closed drawer and a session that ended, in this tab and for this user alone. Secrets do not. */
export function useFormDraft(kind: RecordKind, record: TreeRecord | undefined): FormDraft {
  const me = useMe();
  const place = [KEPT, me.id, kind.key, record?.id ?? 'new'].join('.');
  const [draft] = useState(() => typedBefore(place));
  const [isRestored, setRestored] = useState(draft !== undefined);
  const [values, setShown] = useState<Values>(() => ({ ...formOf(kind, record), ...draft }));
  const setValues = (next: Values): void => {
    setShown(next);
    const before = formOf(kind, record);
    const open = kind.fields.filter((field) => field.kind !== 'secret').map(({ name }) => name);
    const typed = open.filter((name) => !isSame(next[name], before[name])).map((name) => [name, next[name]]);
    if (typed.length === 0) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(Object.fromEntries(typed)));
  };
  const forget = (): void => {
    sessionStorage.removeItem(place);
    setRestored(false);
  };
  return { values, setValues, isRestored, forget };
}

const typedBefore = (place: string): Values | undefined => JSON.parse(sessionStorage.getItem(place) ?? 'null') ?? undefined;
