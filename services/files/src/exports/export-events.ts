import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { ExportEventSchema, topics } from '@ringfleet/contracts';
import { principalOfStarter, type Starter } from '@ringfleet/kernel';
import { toRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import type { ExportRecord } from './export-record.js';

export type ExportHappening = NonNullable<MessageInitShape<typeof ExportEventSchema>['event']>;
type Publisher = Starter & Pick<ExportRecord, 'id' | 'file_name'>;

/** Publishes what happened to an export, numbered on from the sequence it has in the table. */
export async function publishExportEvent(tx: Tx, record: Publisher, event: ExportHappening, at: Date): Promise<void> {
  const [numbered] = await tx.query<{ sequence: number }>('update exports set sequence = sequence + 1 where id = $1 returning sequence', [record.id]);
  const message = create(ExportEventSchema, {
    exportId: record.id,
    fileName: record.file_name,
    by: principalOfStarter(record),
    at: timestampFromDate(at),
    event,
  });
  const headers = { ...(record.reseller_id && { rf_reseller: record.reseller_id }), ...(record.customer_id && { rf_customer: record.customer_id }) };
  await tx.publish([toRecord({ topic: topics.exports, key: record.id, sequence: numbered?.sequence ?? 1, source: 'files', time: at, message, headers })]);
}
