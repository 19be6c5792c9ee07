import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type StreamDevicesResponse, StreamDevicesResponseSchema } from '@ringfleet/contracts';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Statement, type Tx } from '@ringfleet/persistence';
import { DevicesSection } from '@ringfleet/tenants';
import { isCustomColumn } from '../fields/custom-column.js';
import type { CustomField } from '../fields/custom-field.js';
import { customSource } from '../fields/custom-source.js';
import { fieldsById } from '../fields/find-fields.js';
import type { Conditions } from '../devices/conditions.js';
import { countDevices } from '../devices/count-devices.js';
import { conditionsOf, type DeviceSelection, FILTERED } from '../devices/device-filters.js';
import { orderOf, sortsOf } from '../devices/device-sort.js';
import type { Sort } from '../devices/order-step.js';
import { customJoined } from '../devices/stretch.js';
import { devicesNow } from '../devices/device-source.js';
import { type CustomerLabel, customerLabels } from './customer-labels.js';
import { lineFields, lineSource } from './device-lines.js';

export interface DeviceStreamQuery extends DeviceSelection {
  readonly sort: string;
  /** Ids of the custom fields whose values are wanted too. */
  readonly customFields?: readonly string[] | undefined;
}

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
    await this.database.transaction(caller.scope, async (tx) => selectionOf(await withCustom(tx, caller, query)));
  }

  /** First how many there will be, then the devices. Throws as `check` does, before the first. The signal ends it where nobody reads on. */
  async *execute(caller: Caller, query: DeviceStreamQuery, signal: AbortSignal): AsyncGenerator<StreamDevicesResponse> {
    await this.section.require(caller, 'view');
    const { asked, total, ...said } = await this.database.transaction(caller.scope, async (tx) => {
      const found = await withCustom(tx, caller, query);
      return {
        asked: found,
        wanted: await this.wanted(tx, query),
        total: await countDevices(tx, selectionOf(found).conditions, devicesNow(caller.scope)),
        labels: await customerLabels(tx, caller),
      };
    });
    yield create(StreamDevicesResponseSchema, { part: { case: 'start', value: { total: BigInt(total.value), exact: total.exact } } });
    for await (const lines of this.database.stream(caller.scope, streamStatement(caller, asked, said), signal)) {
      yield create(StreamDevicesResponseSchema, { part: { case: 'devices', value: { lines } } });
    }
  }

  /** In the order in which they were asked for; one that is gone has no values. */
  private async wanted(tx: Tx, { customFields = [] }: DeviceStreamQuery): Promise<readonly (CustomField | undefined)[]> {
    const fields = await fieldsById(tx, customFields);
    return customFields.map((id) => fields.get(id));
  }
}

const withCustom = async (tx: Tx, { scope }: Caller, query: DeviceStreamQuery): Promise<DeviceStreamQuery> => ({
  ...query,
  custom: await customSource(tx, scope, query),
});

function selectionOf({ q, filters, sort, custom }: DeviceStreamQuery): { readonly conditions: Conditions; readonly sorts: readonly Sort[] } {
  const unknown = Object.keys(filters).find((name) => !FILTERED.some((each) => each === name) && !isCustomColumn(name));
  if (unknown !== undefined) {
    const message = 'There is no such column to filter by.';
    throw new Refused(400, 'bad_filter', `${unknown}: ${message}`, { errors: [{ code: 'bad_filter', field: unknown, message }] });
  }
  return { conditions: conditionsOf({ q, filters, custom }), sorts: sortsOf(sort, custom) };
}

interface LineExtras {
  readonly labels: readonly CustomerLabel[];
  readonly wanted: readonly (CustomField | undefined)[];
}

/** Which devices is asked of the view, where conditions reach the indexes; whoever sees all and asks for all needs none. */
export function streamStatement({ scope }: Pick<Caller, 'scope'>, query: DeviceStreamQuery, { labels, wanted }: LineExtras): Statement {
  const { conditions, sorts } = selectionOf(query);
  const isAll = scope.kind === 'provider' && conditions.where() === '';
  // The offset keeps PostgreSQL from making one scan of both, which would be held to the policy.
  const devices = isAll ? 'devices d' : `(select d.id from ${devicesNow(scope).from} ${conditions.where()} offset 0) asked join devices d on d.id = asked.id`;
  const source = lineSource(devices, conditions.bind(JSON.stringify(labels)));
  return { sql: `select ${lineFields(wanted)} from ${source} ${customJoined(sorts)} order by ${orderOf(sorts)}`, params: conditions.params };
}
