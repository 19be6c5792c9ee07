import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { type FieldError, isOf, type Problem } from '../api/problem.js';
import { fieldWords } from '../words/refusal-words.js';
import { sentOf } from './form-values.js';
import type { RecordKind, TreeRecord, Values } from './record-kind.js';

/** Begins the key of its queries. */
export const CHECK = 'check';
const PAUSE_MS = 400;

/** What the form says so far. */
interface Typed {
  readonly kind: RecordKind;
  readonly values: Values;
  /** Absent for a new one. */
  readonly record: TreeRecord | undefined;
  readonly enabled: boolean;
}

/** What would be refused of what is typed, asked of the service in each pause; undefined where it was not asked. */
export function useFormCheck({ kind, values, record, enabled }: Typed): readonly FieldError[] | undefined {
  const [settled] = useDebouncedValue(values, PAUSE_MS);
  const body = sentOf(kind, settled, record);
  const isAsked = enabled && kind.checks === true && Object.keys(body).length > 0;
  const { data } = useQuery({
    queryKey: [CHECK, kind.key, record?.id, record?.version, body],
    queryFn: ({ signal }) =>
      api<{ problems: readonly FieldError[] }>([kind.key, record?.id, 'check'].filter(Boolean).join('/'), { method: 'POST', body, signal }),
    enabled: isAsked && settled === values,
    placeholderData: keepPreviousData,
    gcTime: 0, // it holds what is typed, secrets too
  });
  return isAsked ? data?.problems : undefined;
}

/** What is said beside a field: what the last check found, or else what was refused. That something is missing is no news of a field that nobody has come to yet. */
export function errorBeside(
  { name, label }: { readonly name: string; readonly label: string },
  values: Values,
  checked: readonly FieldError[] | undefined,
  refused: Problem | undefined,
): string | undefined {
  const found = (checked ?? refused?.document.errors)?.find(({ field }) => isOf(name, field));
  if (!found || (!refused && found.code === 'missing_value' && values[name] === undefined)) return undefined;
  return fieldWords(found, label);
}
