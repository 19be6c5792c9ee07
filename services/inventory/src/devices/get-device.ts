import { type Caller, isId, notFound } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@ringfleet/persistence';
import { DEVICE_FIELDS, DEVICES_JOINED } from './device-columns.js';
import { deviceView, type DeviceView, type JoinedDeviceRow } from './device-view.js';

/** One device, as far as the caller may see it; else 404 (DIR-03). */
@Injectable()
export class GetDevice {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute(caller: Caller, id: string): Promise<DeviceView> {
    return this.database.transaction(caller.scope, (tx) => viewOfDevice(tx, id));
  }
}

/** Throws `Refused` 404 where the scope of the transaction sees no such device. */
export async function viewOfDevice(tx: Tx, id: string): Promise<DeviceView> {
  const [row] = isId(id) ? await tx.query<JoinedDeviceRow>(`select ${DEVICE_FIELDS} from ${DEVICES_JOINED} where d.id = $1`, [id]) : [];
  if (!row) throw notFound('device');
  return deviceView(row);
}
