import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { decode, type TopicOf } from '@ringfleet/contracts';
import { latestPerKey, type LogRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';

/** A state of another service's record with its number; the newer number wins. */
export interface Numbered<State> {
  readonly sequence: bigint;
  readonly state: State;
}

/** What every copy holds of a state beside its columns: that it is deleted is kept with its number. */
export interface Copied {
  readonly deleted: boolean;
}

/** Values by column. */
export type Columns = Readonly<Record<string, unknown>>;

/** The last state of each key in a batch. Tombstones say nothing that the deleted state before them did not. */
export const latestStates = <M extends DescMessage>(topic: TopicOf<M>, records: readonly LogRecord[]): Numbered<MessageShape<M>>[] =>
  latestPerKey(records.filter(({ value }) => value !== null)).flatMap(({ record, sequence }) =>
    record.value ? [{ sequence, state: decode(topic, record.value) }] : [],
  );

/** States of an answer that has them as optional fields. */
export const numbered = <State>(states: readonly { readonly sequence: bigint; readonly state?: State | undefined }[]): Numbered<State>[] =>
  states.flatMap(({ sequence, state }) => (state ? [{ sequence, state }] : []));

/** A row of a copy: the columns of the state, `sequence` and `deleted_at`. */
export const rowOf = <State extends Copied>({ sequence, state }: Numbered<State>, columns: Columns, now: Date): Columns => ({
  ...columns,
  sequence: sequence.toString(),
  deleted_at: state.deleted ? now : null,
});

/**
 * Writes many states into a copy in one statement, each where it is newer than the one kept; in the order of their ids, so that two writers do not wait for each
 * other in a circle.
 * @param columnsOf the same columns of each state, `id` among them
 */
export async function copyStates<State extends Copied>(
  tx: Tx,
  table: string,
  states: readonly Numbered<State>[],
  columnsOf: (state: State) => Columns,
  now: Date,
): Promise<void> {
  const rows = states.map((one) => rowOf(one, columnsOf(one.state), now));
  const [first] = rows;
  if (first) await tx.query(writeNewer(table, Object.keys(first)), [JSON.stringify(rows)]);
}

/**
 * SQL that writes rows ($1: JSON) where their `sequence` is higher than that of the row kept.
 * @param instead what a column is set to where it is not the new row's value; the row before is `kept`, the new one `excluded`
 */
export const writeNewer = (table: string, columns: readonly string[], instead: Readonly<Record<string, string>> = {}): string => `
insert into ${table} as kept (${columns.join(', ')})
select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb) order by id
on conflict (id) do update set ${columns
  .filter((column) => column !== 'id')
  .map((column) => `${column} = ${instead[column] ?? `excluded.${column}`}`)
  .join(', ')}
where excluded.sequence > kept.sequence`;

export const orNull = (text: string): string | null => (text === '' ? null : text);
