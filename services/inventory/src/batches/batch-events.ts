import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { BatchEventSchema, topics } from '@ringfleet/contracts';
import { principalOfStarter } from '@ringfleet/kernel';
import { toRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import type { BatchRecord } from './batch.js';

type Happening = NonNullable<MessageInitShape<typeof BatchEventSchema>['event']>;

/** Publishes what happened to a batch, numbered on from the sequence it has in the table. */
export async function publishBatchEvent(tx: Tx, record: BatchRecord, event: Happening, at: Date): Promise<void> {
  const [numbered] = await tx.query<{ sequence: number }>('update device_batches set sequence = sequence + 1 where id = $1 returning sequence', [record.id]);
  const by = principalOfStarter(record);
  const message = create(BatchEventSchema, { batchId: record.id, by, at: timestampFromDate(at), event });
  const headers = { ...(by.resellerId && { rf_reseller: by.resellerId }), ...(by.customerId && { rf_customer: by.customerId }) };
  await tx.publish([toRecord({ topic: topics.batches, key: record.id, sequence: numbered?.sequence ?? 1, source: 'inventory', time: at, message, headers })]);
}

/** Of a batch that is over. */
export function finished({ devices, applied, unchanged, refused, state, change, problem_code: code, problem }: BatchRecord): Happening {
  const counts = { devices, applied, unchanged, refused, notReached: devices - applied - unchanged - refused };
  return {
    case: 'finished',
    value: { counts, cancelled: state === 'cancelled', problemCode: code ?? '', problemMessage: problem ?? '', deletion: change.delete === true },
  };
}
