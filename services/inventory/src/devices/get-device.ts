import { type Caller, isId, notFound } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { DEVICE_FIELDS, DEVICES_JOINED } from './device-columns.js';
import { deviceView, type DeviceView, type JoinedDeviceRow } from './device-view.js';

/** One device, as far as the caller may see it; else 404 (DIR-03). */
@Injectable()
export class GetDevice {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, id: string): Promise<DeviceView> {
    if (!isId(id)) throw notFound('device');
    const [row] = await this.database.transaction(caller.scope, (tx) =>
      tx.query<JoinedDeviceRow>(`select ${DEVICE_FIELDS} from ${DEVICES_JOINED} where d.id = $1`, [id]),
    );
    if (!row) throw notFound('device');
    return deviceView(row);
  }
}
