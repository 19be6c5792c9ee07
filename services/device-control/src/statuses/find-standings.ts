import type { Tx } from '@ringfleet/persistence';
import { type Holder, type KeptStanding, NOBODY, type Standing, type Status } from './status.js';

/** A device of which something is kept or bound: what, and how its bindings stand. */
export interface Looked {
  readonly deviceId: string;
  readonly isDeleted: boolean;
  readonly kept: KeptStanding | undefined;
  readonly found: Standing | undefined;
}

interface Row extends Omit<Standing, 'status' | 'lines'> {
  readonly deviceId: string;
  readonly isDeleted: boolean;
  /** null where it has no binding. */
  readonly status: Status | null;
  readonly lines: Readonly<Record<string, Status>> | null;
  /** Whoever has it now had it when it registered (INV-05). */
  readonly isHolders: boolean | null;
}

/** The devices as they stand, in a transaction of the system scope. `agedFor`: after so many seconds a registration that ran out counts as none. */
export async function findStandings(tx: Tx, deviceIds: readonly string[], agedFor: number): Promise<readonly Looked[]> {
  const rows = await tx.query<Row>(FOUND, [deviceIds, agedFor]);
  const before = new Map((await tx.query<KeptStanding>(KEPT, [deviceIds])).map((one) => [one.deviceId, one]));
  return rows.map(({ deviceId, isDeleted, status, lines, isHolders, ...found }) => {
    const kept = before.get(deviceId);
    const holder = isHolders ? undefined : holderOf(kept);
    return { deviceId, isDeleted, kept, found: status === null ? undefined : { ...found, ...holder, status, lines: lines ?? {} } };
  });
}

const holderOf = ({ managedBy, customerId, customerResellerId }: Holder = NOBODY): Holder => ({ managedBy, customerId, customerResellerId });

const FIELDS = `registrar, aor, ruid, found.mac, user_agent as "userAgent", remote_ip as "remoteIp", host_ip as "hostIp", registered_ip as "registeredIp", call_id as "callId",
  registered_at as "registeredAt", expires_at as "expiresAt", managed_by as "managedBy", customer_id as "customerId", customer_reseller_id as "customerResellerId"`;

const KEPT = `select device_id as "deviceId", status, since, ${FIELDS}, lines, version from device_statuses found where device_id = any($1::uuid[])`;

// A binding is a device's by the hardware that the phone says it is, or else by the account on one of the device's ports. Neither proves much: whoever may register can
// say that it is any hardware. So the address of record, which the registrar has checked, must not be another customer's; and an account on several devices tells of none.
const FOUND = `
with wanted as (select id, mac, managed_by, customer_id, customer_reseller_id, held_since, deleted_at from devices where id = any($1::uuid[])),
theirs as (
  select w.id, b.* from wanted w join bindings b on b.mac = w.mac
  where not exists (select from accounts a where a.sip_key = b.aor_key and a.deleted_at is null and a.customer_id is distinct from w.customer_id)
  union
  select w.id, b.* from wanted w join device_lines l on l.device_id = w.id join accounts a on a.id = l.account_id and a.deleted_at is null join bindings b on b.aor_key = a.sip_key
  where not exists (select from devices other where other.mac = b.mac and other.deleted_at is null and other.id <> w.id)
    and not exists (select from device_lines other where other.account_id = l.account_id and other.device_id <> w.id)
),
judged as (
  select *, case
    -- Where the registrar is silent, half a minute after its time a registration has run out all the same.
    when ended_at is null and expires_at + interval '30 seconds' > now() then 'registered'
    when ending is distinct from 'unregistered' and coalesce(ended_at, expires_at) + make_interval(secs => $2) > now() then 'aged'
    else 'unregistered' end as status
  from theirs
),
ranked as (select *, case status when 'registered' then 1 when 'aged' then 2 else 3 end as rank from judged),
lines as (
  select id, jsonb_object_agg(aor_key, status order by aor_key) as lines
  from (select distinct on (id, aor_key) id, aor_key, status from ranked order by id, aor_key, rank) as of_line group by id
),
found as (select distinct on (id) * from ranked order by id, rank, registered_at desc, heard_at desc, ruid)
select w.id as "deviceId", w.deleted_at is not null as "isDeleted", found.status, ${FIELDS}, lines.lines, registered_at >= date_trunc('second', held_since) as "isHolders"
from wanted w left join found using (id) left join lines using (id)
where found.status is not null or exists (select from device_statuses kept where kept.device_id = w.id)`;
