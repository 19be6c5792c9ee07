import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ImportEventSchema, topics } from '@ringfleet/contracts';
import { principalOfStarter, type Starter } from '@ringfleet/kernel';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { APPLIERS } from './import-kind.js';
import { doneRows, type Done, type ImportSummary } from './import-record.js';

export type ImportHappening = NonNullable<MessageInitShape<typeof ImportEventSchema>['event']>;

interface Reason {
  readonly column: string;
  readonly code: string;
  readonly message: string;
  readonly value: string;
}

export interface Rejection {
  readonly row: number;
  readonly name: string;
  readonly reasons: readonly Reason[];
}

type Counted = Done & { readonly rows: number };

export const accepted = ({ size_bytes, sha256 }: Pick<ImportSummary, 'size_bytes' | 'sha256'>): ImportHappening => ({
  case: 'accepted',
  value: { sizeBytes: BigInt(size_bytes), sha256 },
});
export const progress = (counted: Counted): ImportHappening => ({ case: 'progress', value: { counts: countsOf(counted) } });
export const rowRejected = ({ row, name, reasons }: Rejection): ImportHappening => ({ case: 'rowRejected', value: { row, name, reasons: [...reasons] } });
export const finished = (counted: Counted, cancelled: boolean): ImportHappening => ({ case: 'finished', value: { counts: countsOf(counted), cancelled } });
export const failed = (code: string, message: string): ImportHappening => ({ case: 'failed', value: { code, message } });

const countsOf = (counted: Counted) => {
  const { rows, applied, unchanged, rejected } = counted;
  return { rows, applied, unchanged, rejected, notReached: rows - doneRows(counted) };
};

type Publisher = Starter & Pick<ImportSummary, 'id' | 'kind' | 'file_name'>;

/** Publishes what happened to an import, in order, numbered on from the sequence it has in the table. */
export async function publishEvents(tx: Tx, record: Publisher, happenings: readonly ImportHappening[], at: Date): Promise<void> {
  if (happenings.length === 0) return;
  const [numbered] = await tx.query<{ last: number }>('update imports set sequence = sequence + $2 where id = $1 returning sequence::float8 as last', [
    record.id,
    happenings.length,
  ]);
  const first = (numbered?.last ?? 0) - happenings.length + 1;
  await tx.publish(happenings.map((event, index) => eventRecord(record, event, { at, sequence: first + index })));
}

function eventRecord(record: Publisher, event: ImportHappening, { at, sequence }: { at: Date; sequence: number }): OutgoingRecord {
  const message = create(ImportEventSchema, {
    importId: record.id,
    kind: APPLIERS[record.kind].said,
    fileName: record.file_name,
    by: principalOfStarter(record),
    at: timestampFromDate(at),
    event,
  });
  const headers = { ...(record.reseller_id && { rf_reseller: record.reseller_id }), ...(record.customer_id && { rf_customer: record.customer_id }) };
  return toRecord({ topic: topics.imports, key: record.id, sequence, source: 'files', time: at, message, headers });
}
