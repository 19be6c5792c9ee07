import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type StreamDevicesResponse, StreamDevicesResponseSchema } from '@ringfleet/contracts';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Statement } from '@ringfleet/persistence';
import { DevicesSection } from '@ringfleet/tenants';
import type { Conditions } from '../devices/conditions.js';
import { countDevices } from '../devices/count-devices.js';
import { DEVICES_JOINED, isDeviceColumn, NAMES_JOINED } from '../devices/device-columns.js';
import { conditionsOf, type DeviceSelection } from '../devices/device-filters.js';
import { orderOf, sortsOf } from '../devices/device-sort.js';
import { devicesNow } from '../devices/device-source.js';
import { customerLabels } from './customer-labels.js';
import { batchOf, STREAMED_FIELDS, type StreamedRow } from './device-batch.js';

export interface DeviceStreamQuery extends DeviceSelection {
  readonly sort: string;
}

const AT_ONCE = 1_000; // of 500 each takes a quarter more, of 2,000 memory grows

/** The whole device list as the caller sees, filters and sorts it, as it is at one moment; for files (EXP-01). */
@Injectable()
export class StreamDevices {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DevicesSection) private readonly section: DevicesSection,
  ) {}

  /** Throws `Refused` where the list cannot be read so: 403 `section_absent`, 400 `bad_filter`, `bad_sort`. */
  async check(caller: Caller, query: DeviceStreamQuery): Promise<void> {
    await this.section.require(caller, 'view');
    selectionOf(query);
  }

  /** First how many there will be, then the devices. Throws as `check` does, before the first. The signal ends it where nobody reads on. */
  async *execute(caller: Caller, query: DeviceStreamQuery, signal: AbortSignal): AsyncGenerator<StreamDevicesResponse> {
    await this.section.require(caller, 'view');
    const { conditions } = selectionOf(query);
    const { total, labelOf } = await this.database.transaction(caller.scope, async (tx) => ({
      total: await countDevices(tx, conditions, devicesNow(caller.scope)),
      labelOf: await customerLabels(tx, caller),
    }));
    yield create(StreamDevicesResponseSchema, { part: { case: 'start', value: { total: BigInt(total.value), exact: total.exact } } });
    for await (const rows of this.database.stream<StreamedRow>(caller.scope, streamStatement(caller, query), { atOnce: AT_ONCE, signal })) {
      yield create(StreamDevicesResponseSchema, { part: { case: 'batch', value: batchOf(rows, labelOf) } });
    }
  }
}

function selectionOf({ q, filters, sort }: DeviceStreamQuery): { readonly conditions: Conditions; readonly order: string } {
  const unknown = Object.keys(filters).find((name) => !isDeviceColumn(name));
  if (unknown !== undefined) {
    const message = 'There is no such column to filter by.';
    throw new Refused(400, 'bad_filter', `${unknown}: ${message}`, { errors: [{ code: 'bad_filter', field: unknown, message }] });
  }
  return { conditions: conditionsOf({ q, filters }), order: orderOf(sortsOf(sort)) };
}

/** Which devices is asked of the view, where conditions reach the indexes; whoever sees all and asks for all needs none. */
export function streamStatement({ scope }: Pick<Caller, 'scope'>, query: DeviceStreamQuery): Statement {
  const { conditions, order } = selectionOf(query);
  const isAll = scope.kind === 'provider' && conditions.where() === '';
  // The offset keeps PostgreSQL from making one scan of both, which would be held to the policy.
  const devices = isAll
    ? DEVICES_JOINED
    : `(select d.id from ${devicesNow(scope).from} ${conditions.where()} offset 0) asked join devices d on d.id = asked.id ${NAMES_JOINED}`;
  return { sql: `select ${STREAMED_FIELDS} from ${devices} order by ${order}`, params: conditions.params };
}
