import { type Caller, encodeCursor, type Page } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { Conditions } from './conditions.js';
import { countDevices } from './count-devices.js';
import { DEVICE_FIELDS, DEVICES_JOINED } from './device-columns.js';
import { conditionsOf, type DeviceSelection } from './device-filters.js';
import { after, orderOf, sortsOf } from './device-sort.js';
import { deviceView, type DeviceView, type JoinedDeviceRow } from './device-view.js';

export interface ListDevicesQuery extends DeviceSelection {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** "name,-createdAt"; ties by record id (INV-10). */
  readonly sort?: string | undefined;
}

/** A page of the device list, straight from SQL (INV-10). */
@Injectable()
export class ListDevices {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, query: ListDevicesQuery): Promise<Page<DeviceView>> {
    const sort = query.sort ?? 'name';
    const sorts = sortsOf(sort);
    const sql = conditionsOf(query);
    const counted = new Conditions(sql);
    if (query.cursor !== undefined) sql.add(after(sql, sort, query.cursor));
    return this.database.transaction(caller.scope, async (tx) => {
      const keys = sorts.map(({ expression }, index) => `${expression} as sort_${index}`).join(', ');
      const rows = await tx.query<JoinedDeviceRow & Record<string, unknown>>(
        `select ${DEVICE_FIELDS}, ${keys} from ${DEVICES_JOINED} ${sql.where()} order by ${orderOf(sorts)} limit ${query.limit + 1}`,
        sql.params,
      );
      const page = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? page.at(-1) : undefined;
      return {
        items: page.map(deviceView),
        nextCursor: last ? encodeCursor([sort, ...sorts.map((_, index) => last[`sort_${index}`])]) : null,
        total: await countDevices(tx, counted),
      };
    });
  }
}
