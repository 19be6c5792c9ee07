import type { Tx } from '@ringfleet/persistence';
import type { Notify } from '../registrar/registrar.js';
import type { ControlSettings } from '../settings.js';
import { IS_STARTERS } from './operation.js';

const ONE_AT_A_TIME = 7_264_203; // any number that is the same in every instance
// What is counted as a second is a little more than one, as messages do not all take the same time on their way.
const SECOND = `interval '1200 milliseconds'`;

/** What may be told in a second is not told in one moment. */
const PARTS = 4;

/** Whose turn it is, marked as being sent before it is: one that is cut off here is not told twice. In a transaction of the system scope. */
export async function takeTurns(tx: Tx, { perSecond, perSecondOfSite }: Pick<ControlSettings, 'perSecond' | 'perSecondOfSite'>): Promise<readonly Notify[]> {
  // Who has lost the lead and does not know it yet would count without what the new leader sends.
  await tx.query('select pg_advisory_xact_lock($1)', [ONE_AT_A_TIME]);
  const [recent] = await tx.query<{ count: number }>(`select count(*)::int as count from operation_devices where sent_at > clock_timestamp() - ${SECOND}`);
  const free = Math.min(perSecond - (recent?.count ?? 0), Math.ceil(perSecond / PARTS));
  return free > 0 ? tx.query<Notify>(TAKE, [free, perSecondOfSite]) : [];
}

// Of several operations each has its turn: one device does not wait until ten thousand of another are through.
const TAKE = `
with recent as (select site_id, count(*) as count from operation_devices where sent_at > clock_timestamp() - ${SECOND} group by site_id),
waiting as (
  select distinct on (d.device_id) d.id, d.operation_id, d.site_id, s.aor, s.ruid, s.mac, s.call_id, s.registered_at,
    case o.kind when 'restart' then m.reboot_event else m.resync_event end as event
  from operations o join operation_devices d on d.operation_id = o.id
  join device_statuses s on s.device_id = d.device_id and s.status = 'registered'
  join devices v on v.id = d.device_id and ${IS_STARTERS} join models m on m.id = v.model_id
  where o.state = 'running' and o.expires_at > now() and d.outcome = 'waiting' and (d.not_before is null or d.not_before < now())
  order by d.device_id, d.operation_id
),
of_operations as (
  select *, row_number() over (partition by operation_id order by id) as place, row_number() over (partition by operation_id, site_id order by id) as place_at_site
  from waiting where event is not null
),
in_turn as (
  select o.*, row_number() over (partition by o.site_id order by place_at_site, operation_id) + coalesce(r.count, 0) as of_site
  from of_operations o left join recent r on r.site_id = o.site_id
),
taken as (select * from in_turn where site_id is null or of_site <= $2 order by place, operation_id limit $1)
update operation_devices d set outcome = 'sending', sent_at = clock_timestamp(), aor = taken.aor, mac = taken.mac, call_id = taken.call_id, registered_at = taken.registered_at,
  address = (select b.address from bindings b where b.ruid = taken.ruid limit 1)
from taken where d.id = taken.id and d.outcome = 'waiting'
returning d.id, taken.aor, taken.ruid, taken.event`;
