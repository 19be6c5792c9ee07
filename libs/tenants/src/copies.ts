import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { decode, type TopicOf } from '@ringfleet/contracts';
import { latestPerKey, type LogRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';

/** A state of another service's record with its number; the newer number wins. */
export interface Numbered<State> {
  readonly sequence: bigint;
  readonly state: State;
}

/** The last state of each key in a batch. Tombstones say nothing that the deleted state before them did not. */
export const latestStates = <M extends DescMessage>(topic: TopicOf<M>, records: readonly LogRecord[]): Numbered<MessageShape<M>>[] =>
  latestPerKey(records.filter(({ value }) => value !== null)).flatMap(({ record, sequence }) =>
    record.value ? [{ sequence, state: decode(topic, record.value) }] : [],
  );

/** States of an answer that has them as optional fields. */
export const numbered = <State>(states: readonly { readonly sequence: bigint; readonly state?: State | undefined }[]): Numbered<State>[] =>
  states.flatMap(({ sequence, state }) => (state ? [{ sequence, state }] : []));

/**
 * Writes many rows of a copy in one statement, each where its state is newer than the one kept; in the order of their ids, so that two writers do not wait for each
 * other in a circle.
 * @param rows by column; all have the same ones, `id` and `sequence` among them
 */
export async function copyRows(tx: Tx, table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] ?? {});
  const sets = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  await tx.query(
    `insert into ${table} as kept (${columns.join(', ')})
     select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb) order by id
     on conflict (id) do update set ${sets.join(', ')} where excluded.sequence > kept.sequence`,
    [JSON.stringify(rows)],
  );
}

export const orNull = (text: string): string | null => (text === '' ? null : text);
