import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { OperationEventSchema, topics } from '@ringfleet/contracts';
import { principalOfStarter } from '@ringfleet/kernel';
import { toRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { OPERATION_FIELDS, type OperationRecord, type Outcome } from './operation.js';

type Happening = NonNullable<MessageInitShape<typeof OperationEventSchema>['event']>;

/** Publishes what happened to an operation, numbered on from the sequence it has in the table. */
export async function publishOperationEvents(tx: Tx, record: OperationRecord, events: readonly Happening[], at: Date): Promise<void> {
  const [numbered] = await tx.query<{ sequence: number }>('update operations set sequence = sequence + $2 where id = $1 returning sequence', [
    record.id,
    events.length,
  ]);
  const first = (numbered?.sequence ?? events.length) - events.length + 1;
  const by = principalOfStarter(record);
  const headers = { ...(by.resellerId && { rf_reseller: by.resellerId }), ...(by.customerId && { rf_customer: by.customerId }) };
  await tx.publish(
    events.map((event, index) => {
      const message = create(OperationEventSchema, { operationId: record.id, by, at: timestampFromDate(at), kind: record.kind, event });
      return toRecord({ topic: topics.operations, key: record.id, sequence: first + index, source: 'device-control', time: at, message, headers });
    }),
  );
}

/** A device whose outcome is the last one. */
export interface Ended {
  readonly operationId: string;
  readonly deviceId: string;
  readonly outcome: Outcome;
  readonly code: number | null;
}

/** Tells what became of devices, each in its operation. */
export async function publishOutcomes(tx: Tx, ended: readonly Ended[], at: Date): Promise<void> {
  const byOperation = Map.groupBy(ended, ({ operationId }) => operationId);
  const records = await tx.query<OperationRecord>(`select ${OPERATION_FIELDS} from operations where id = any($1::uuid[]) order by id`, [
    [...byOperation.keys()],
  ]);
  for (const record of records) {
    const events = (byOperation.get(record.id) ?? []).map(({ deviceId, outcome, code }): Happening => ({
      case: 'outcome',
      value: { deviceId, outcome, code: code ?? 0 },
    }));
    await publishOperationEvents(tx, record, events, at);
  }
}
