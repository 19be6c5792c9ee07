import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { EXACT_UP_TO } from '../devices/count-devices.js';
import { STATE } from '../devices/device-columns.js';
import type { NamedRecord } from '../devices/device-view.js';

const DAYS = 30;
const DAY_MS = 86_400_000;

export interface DeviceReport {
  /** When what it tells was so. */
  readonly takenAt: string;
  readonly total: number;
  readonly states: readonly { readonly state: string; readonly devices: number }[];
  /** The most first. */
  readonly models: readonly { readonly model: NamedRecord; readonly devices: number }[];
  /** The most first; `managedBy` null is Administrator only. */
  readonly managers: readonly { readonly managedBy: NamedRecord | null; readonly devices: number }[];
  /** The last thirty days as far as they were counted, the oldest first; today is as above. Of a reseller all that it held then; of a customer or site today alone. */
  readonly days: readonly { readonly day: string; readonly state: string; readonly devices: number }[];
}

interface CountRow {
  readonly state: string | null;
  readonly model_id: string | null;
  readonly model_name: string | null;
  readonly managed_by: string | null;
  readonly manager_name: string | null;
  readonly of: 'state' | 'model' | 'manager';
  readonly devices: number;
}

/** What is counted, of all that the caller sees; nothing: all of it. */
export interface CountedDevices {
  readonly managedBy?: string | undefined;
  readonly assignedTo?: string | undefined;
  readonly site?: string | undefined;
}

type Params = readonly (string | null)[];

const OF = 'where ($1::uuid is null or d.managed_by = $1) and ($2::uuid is null or d.customer_id = $2) and ($3::uuid is null or d.site_id = $3)';
const NOW = `(select managed_by, model_id, ${STATE} as state, 1::bigint as devices from devices d ${OF})`;
/** What was counted last knows neither customers nor sites. */
const BEFORE =
  '(select managed_by, model_id, state, devices from device_counts where ($1::uuid is null or managed_by = $1) and $2::uuid is null and $3::uuid is null)';

/** How many devices there are by state, model and who manages them, as the caller sees them: counted for it as far as a list counts, as they were counted last beyond. */
@Injectable()
export class ReadDeviceReport {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  execute({ scope }: Caller, { managedBy, assignedTo, site }: CountedDevices): Promise<DeviceReport> {
    const now = this.ports.clock();
    const params = [managedBy ?? null, assignedTo ?? null, site ?? null];
    const isPart = assignedTo !== undefined || site !== undefined;
    return this.database.transaction(scope, async (tx) => {
      const takenAt = scope.kind !== 'customer' && !isPart && (await isMany(tx, params)) ? await lastTaken(tx) : undefined;
      const rows = await countsOf(tx, takenAt ? BEFORE : NOW, params);
      const of = (kind: CountRow['of']): CountRow[] => rows.filter((row) => row.of === kind);
      const states = of('state').map(({ state, devices }) => ({ state: state ?? '', devices }));
      return {
        takenAt: (takenAt ?? now).toISOString(),
        total: states.reduce((sum, { devices }) => sum + devices, 0),
        states,
        models: of('model').map(({ model_id: id, model_name: name, devices }) => ({ model: { id: id ?? '', name: name ?? '' }, devices })),
        managers: of('manager').map(({ managed_by: id, manager_name: name, devices }) => ({
          managedBy: id === null ? null : { id, name: name ?? '' },
          devices,
        })),
        days: [...(isPart ? [] : await daysBefore(tx, now, managedBy ?? null)), ...states.map((each) => ({ day: dayOf(now), ...each }))],
      };
    });
  }
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

async function isMany(tx: Tx, params: Params): Promise<boolean> {
  const [row] = await tx.query<{ count: number }>(
    `select count(*)::integer as count from (select from devices d ${OF} limit ${EXACT_UP_TO + 1}) first`,
    params,
  );
  return (row?.count ?? 0) > EXACT_UP_TO;
}

async function lastTaken(tx: Tx): Promise<Date | undefined> {
  const [row] = await tx.query<{ taken_at: string }>('select taken_at from device_counts limit 1');
  return row && new Date(row.taken_at);
}

const countsOf = (tx: Tx, source: string, params: Params): Promise<CountRow[]> =>
  tx.query<CountRow>(
    `
select c.state, c.model_id, m.vendor || ' ' || m.name as model_name, c.managed_by, t.name as manager_name, c.of, c.devices
from (
  select state, model_id, managed_by, sum(devices)::double precision as devices,
    case when grouping(state) = 0 then 'state' when grouping(model_id) = 0 then 'model' else 'manager' end as of
  from ${source} counted group by grouping sets ((state), (model_id), (managed_by))
) c
left join models m on m.id = c.model_id
left join tenants t on t.kind = 'reseller' and t.id = c.managed_by
order by c.devices desc, c.state, m.name_key, t.name`,
    params,
  );

const daysBefore = (tx: Tx, now: Date, holder: string | null): Promise<DeviceReport['days'][number][]> =>
  tx.query(
    `select day::text as day, state, sum(devices)::double precision as devices from device_days
     where day > $1::date and day < $2::date and ($3::uuid is null or holder = $3) group by day, state order by day, state`,
    [dayOf(new Date(now.getTime() - DAYS * DAY_MS)), dayOf(now), holder],
  );
