import type { Field, RecordKind, TreeRecord, Values } from './record-kind.js';

/** `customerId` is read as `customer`. */
export const readNameOf = (name: string): string => name.replace(/Id$/, ''); // 'customerId'

/** What stands in the form at first: `resellerId` of a record with a `reseller`, and so on. */
export function formOf({ fields }: RecordKind, record: TreeRecord | undefined): Values {
  if (!record) return {};
  const valueOf = ({ name, kind, from }: Field): unknown => (from ? from(record) : kind === 'record' ? idOf(record[readNameOf(name)]) : record[name]);
  return Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]));
}

/** What is sent: of a new record all that is filled, of a known one what differs. */
export function sentOf(kind: RecordKind, values: Values, record?: TreeRecord): Values {
  const before = formOf(kind, record);
  const wanted = kind.fields.filter(({ fixed }) => !(fixed && record)).map(({ name, sent }) => [name, sentAs(sent, values[name])] as const);
  const isCleared = (name: string): boolean => values[name] === null && kind.fields.some((field) => field.name === name && field.kind === 'secret');
  return nested(
    record
      ? wanted.filter(([name, value]) => isCleared(name) || !isSame(value, cleaned(before[name])))
      : wanted.filter(([, value]) => value !== null && value !== undefined),
  );
}

const CUSTOM = 'custom.';

/** `custom.<id>` is the field of that id among those of `custom`. */
function nested(entries: readonly (readonly [string, unknown])[]): Values {
  const custom = entries.flatMap(([name, value]) => (name.startsWith(CUSTOM) ? [[name.slice(CUSTOM.length), value] as const] : []));
  const own = entries.filter(([name]) => !name.startsWith(CUSTOM));
  return { ...Object.fromEntries(own), ...(custom.length > 0 && { custom: Object.fromEntries(custom) }) };
}

/** What stays in the form when somebody else saved first: one's own where one typed, theirs elsewhere. */
export function rebased(kind: RecordKind, values: Values, before: TreeRecord, theirs: TreeRecord): Values {
  const [was, now] = [formOf(kind, before), formOf(kind, theirs)];
  return Object.fromEntries(kind.fields.map(({ name }) => [name, isSame(cleaned(values[name]), cleaned(was[name])) ? now[name] : values[name]]));
}

const sentAs = (sent: Field['sent'], value: unknown): unknown => (sent && value ? sent(value) : cleaned(value));
const cleaned = (value: unknown): unknown => (value === '' ? null : value);
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
const idOf = (value: unknown): string | null => (typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : null);
