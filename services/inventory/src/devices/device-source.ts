import type { Scope } from '@ringfleet/kernel';
import type { Conditions } from './conditions.js';
import { VERSIONED } from './device-rows.js';

/** Where devices are read from, as `d`. */
export interface DeviceSource {
  readonly from: string;
  /** Joins `page`, which has the ids and versions of some of them, with all that is kept of those, as `d`. */
  readonly whole: string;
  /** Where what is told of their phones is read from, and whether an index gives those of one status by id; of a past moment nothing is known. */
  readonly statuses?: { readonly from: string; readonly isIndexed: boolean } | undefined;
  /** Whether names are unique there. */
  readonly isLive: boolean;
  /** Whose they are, where that is of two kinds, each of which has an index by name. */
  readonly holders?: readonly string[] | undefined;
}

/** Stands for all resellers where a device is nobody's and each of them may take it (INV-05). */
const SHARED_HOLDER = '00000000-0000-0000-0000-000000000000';

// Views have their names. Each shows what the policies show its kind of scope, and lets any condition serve an index.
const SEEN_BY = { system: 'provider', provider: 'provider', reseller: 'reseller', customer: 'customer' } as const satisfies Record<Scope['kind'], string>;
const devicesOf = (kind: Scope['kind']): string => `devices_of_${SEEN_BY[kind]}`;

const LISTED = `version, name_key, search, description, model_id, mac, managed_by, shared, customer_id, customer_reseller_id, site_id, profile_id, inventory_id,
  customer_owned, total_ports, used_ports, retired, extensions, custom, custom_of_reseller, created_at, since`;

export const devicesNow = (scope: Scope): DeviceSource => ({
  from: `${devicesOf(scope.kind)} d`,
  statuses: { from: `statuses_of_${SEEN_BY[scope.kind]}`, isIndexed: scope.kind !== 'customer' },
  whole: 'join devices d on d.id = page.id',
  isLive: true,
  ...(scope.kind === 'reseller' && { holders: [scope.resellerId, SHARED_HOLDER] }),
});

/** A device as it then was: the live row where that is old enough, else the version that ended later. Of a reseller what it held then (INV-05). */
const HELD = 'managed_by is not null or customer_reseller_id is not null';

/** The devices of a past moment (INV-14), of which `sql` takes the parameter. */
export function devicesAsOf({ kind }: Scope, asOf: Date, sql: Conditions): DeviceSource {
  const at = `${sql.bind(asOf.toISOString())}::timestamptz`;
  const live = `since <= ${at}${kind === 'reseller' ? ` and (${HELD})` : ''}`;
  const ended = `since <= ${at} and ended_at > ${at}`;
  return {
    from: `(select id, ${LISTED} from ${devicesOf(kind)} where ${live} union all select device_id, ${LISTED} from device_versions where ${ended}) d`,
    whole: `join lateral (
      select id, ${VERSIONED} from devices where id = page.id and version = page.version union all
      select device_id, ${VERSIONED} from device_versions where device_id = page.id and version = page.version and ended_at > ${at}) d on true`,
    isLive: false,
  };
}
