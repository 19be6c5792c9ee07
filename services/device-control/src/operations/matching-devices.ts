import { type Caller, isId, Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { Status } from '../statuses/status.js';

/** Which devices, by what device-control knows of them; as the query of the device list takes them: an id, or `none`, of managedBy `administrator`. */
export interface DeviceFilter {
  readonly model?: string | undefined;
  readonly managedBy?: string | undefined;
  readonly assignedTo?: string | undefined;
  readonly site?: string | undefined;
  readonly status?: Status | undefined;
}

const MOST = 10_000;
const COLUMNS = { model: 'd.model_id', managedBy: 'd.managed_by', assignedTo: 'd.customer_id', site: 'd.site_id' } as const;

/** All that match and that the caller may restart, at this moment. Throws `Refused` 400 `bad_filter`, 422 `too_many`, and 409 `count_changed` with the count now. */
export async function matchingDevices(tx: Tx, { scope }: Caller, filter: DeviceFilter, expectedCount: number): Promise<readonly string[]> {
  const params: unknown[] = [];
  const conditions = Object.entries(COLUMNS).flatMap(([name, column]) => {
    const value = filter[name as keyof typeof COLUMNS];
    if (value === undefined) return [];
    if (value === 'none' || (name === 'managedBy' && value === 'administrator')) return [`${column} is null`];
    if (!isId(value)) throw badFilter(name);
    return [`${column} = $${params.push(value)}::uuid`];
  });
  if (filter.status) conditions.push(`coalesce(s.status, 'unregistered') = $${params.push(filter.status)}`);
  // What nobody holds is offered to it, and not yet its to restart (INV-05).
  if (scope.kind === 'reseller') conditions.push('not (d.managed_by is null and d.customer_id is null)');
  const rows = await tx.query<{ id: string }>(
    `select d.id from devices d left join device_statuses s on s.device_id = d.id
     where ${['d.deleted_at is null', ...conditions].join(' and ')} order by d.id limit ${MOST + 1}`,
    params,
  );
  if (rows.length > MOST) throw new Refused(422, 'too_many', `More than ${MOST} devices match: narrow the filter, by site or customer.`);
  if (rows.length !== expectedCount)
    throw new Refused(409, 'count_changed', `${rows.length} devices match now, not ${expectedCount}; look at them again.`, { extra: { count: rows.length } });
  return rows.map(({ id }) => id);
}

function badFilter(field: string): Refused {
  const message = 'an id, or none';
  return new Refused(400, 'bad_filter', `The filter ${field} takes ${message}.`, { errors: [{ code: 'bad_filter', field: `filter.${field}`, message }] });
}
