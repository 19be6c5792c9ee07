import { create } from '@bufbuild/protobuf';
import { Change_Kind, type DeviceChanged, DeviceChangedSchema, LifecycleState, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';

/** A device as a consumer should have it. */
export interface Known {
  readonly name: string;
  readonly macAddress: string;
}

export interface StateParts {
  readonly id: string;
  readonly sequence: number;
  readonly epoch?: number;
  /** Left out: the state marked deleted; null: the tombstone after it. */
  readonly known?: Known | null;
}

/** A record of inventory.device.v1 as inventory says it. */
export function deviceRecord({ id, sequence, epoch, known }: StateParts): OutgoingRecord {
  return toRecord({
    topic: topics.devices,
    key: id,
    sequence,
    source: 'inventory',
    time: new Date(),
    message: known === null ? null : stateOf(id, known),
    headers: epoch === undefined ? {} : { rf_epoch: String(epoch) },
  });
}

const stateOf = (id: string, known: Known | undefined): DeviceChanged =>
  create(DeviceChangedSchema, {
    id,
    ...known,
    modelName: 'Yealink SIP-T54W',
    state: LifecycleState.IN_STOCK,
    deleted: known === undefined,
    change: { kind: known === undefined ? Change_Kind.DELETED : Change_Kind.CHANGED, byName: 'test', source: { case: 'system', value: {} } },
  });
