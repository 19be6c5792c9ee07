import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FetchEventSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { SqlTx } from '@ringfleet/persistence';
import type { Phone } from '../sign-in/find-phone.js';
import { firmwareOf } from './firmware.js';

/** What became of a request of a phone. */
export interface Fetch {
  readonly at: Date;
  readonly method: string;
  readonly file: string;
  readonly status: number;
  /** The code of the refusal; null where it was answered. */
  readonly reason: string | null;
  readonly bytes: number;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

/** The version of a profile whose template made the file that a phone got, or has already. */
export interface Served {
  readonly profileId: string;
  readonly version: number;
  /** Of the bytes, as their ETag has it. */
  readonly hash: string;
}

/** What is kept of it: whose phone it was, and on whose trace. */
export interface FetchOf {
  readonly phone: Phone;
  readonly fetch: Fetch;
  /** Absent where it got nothing: it was refused, brought a file, or asked how large its own is. */
  readonly served?: Served | undefined;
  readonly traceparent: string | undefined;
}

const KEPT_DAYS = 90;
/** Of one device: a phone that asks again and again fills nothing. */
export const MOST_FETCHES = 1_000;
const FORGOTTEN_AT_ONCE = 100;

/** Keeps and tells what phones did (PRV-06), without a secret in it; forgets what their devices did long ago, or many times since. The turns of the devices are held until the transaction ends. */
export async function keepFetches(tx: SqlTx, kept: readonly FetchOf[]): Promise<void> {
  const deviceIds = [...new Set(kept.map(({ phone }) => phone.id))];
  const ids = kept.map(() => newId());
  const now = new Date(Math.max(...kept.map(({ fetch }) => fetch.at.getTime())));
  const [, rows] = await Promise.all([
    tx.query(HOLD, [deviceIds]),
    tx.query<{ id: string; deviceId: string; sequence: string; hasOld: boolean }>(INSERT, [JSON.stringify(kept.map((one, at) => rowOf(one, ids[at]))), now]),
  ]);
  const long = rows.filter(({ hasOld }) => hasOld).map(({ deviceId }) => deviceId);
  if (long.length > 0) await tx.query(FORGET, [long, now]);
  const sequences = new Map(rows.map(({ id, sequence }) => [id, Number(sequence)]));
  await tx.publish(kept.map((one, at) => recordOf(one, ids[at] ?? '', sequences)));
}

const rowOf = ({ phone, fetch, served }: FetchOf, id: string | undefined): Readonly<Record<string, unknown>> => ({
  id,
  device_id: phone.id,
  at: fetch.at,
  method: fetch.method,
  file: fetch.file,
  status: fetch.status,
  reason: fetch.reason,
  bytes: fetch.bytes,
  remote_ip: fetch.remoteIp,
  user_agent: fetch.userAgent,
  firmware: firmwareOf(fetch.userAgent),
  profile_id: served?.profileId,
  profile_version: served?.version,
  hash: served?.hash,
  managed_by: phone.managedBy,
  customer_id: phone.customerId,
  customer_reseller_id: phone.customerResellerId,
});

function recordOf({ phone, fetch, served, traceparent }: FetchOf, id: string, sequences: ReadonlyMap<string, number>): OutgoingRecord {
  const { at, reason, bytes, userAgent, ...said } = fetch;
  const message = create(FetchEventSchema, {
    ...said,
    id,
    deviceId: phone.id,
    at: timestampFromDate(at),
    reason: reason ?? '',
    bytes: BigInt(bytes),
    userAgent: userAgent ?? '',
    firmware: firmwareOf(userAgent) ?? '',
    profileId: served?.profileId ?? '',
    profileVersion: served?.version ?? 0,
    hash: served?.hash ?? '',
    managedBy: phone.managedBy ?? '',
    customerId: phone.customerId ?? '',
    customerResellerId: phone.customerResellerId ?? '',
  });
  const resellerId = phone.managedBy ?? phone.customerResellerId;
  const headers = {
    ...(resellerId && { rf_reseller: resellerId }),
    ...(phone.customerId && { rf_customer: phone.customerId }),
    ...(traceparent && { traceparent }),
  };
  return toRecord({ topic: topics.fetches, key: phone.id, sequence: sequences.get(id) ?? 1, source: 'profiles', time: at, message, headers });
}

// In one order, so that no two wait for each other.
const HOLD = `
select pg_advisory_xact_lock(place) from (select distinct hashtextextended('fetches ' || id, 0) as place from unnest($1::uuid[]) as id order by place) as places`;

// One that is there too long, or has too many after it.
const isOld = (row: string, newest: string): string =>
  `(${row}.sequence <= ${newest} - ${MOST_FETCHES} or ${row}.at < $2::timestamptz - interval '${KEPT_DAYS} days')`;

const COLUMNS = `id, device_id, at, method, file, status, reason, bytes, remote_ip, user_agent, firmware, profile_id, profile_version, hash,
  managed_by, customer_id, customer_reseller_id`;

// The newest of a device is never deleted here, so its number goes on.
const INSERT = `
with kept as (
  insert into fetches (${COLUMNS}, sequence)
  select ${COLUMNS},
    coalesce((select max(f.sequence) from fetches f where f.device_id = said.device_id), 0) + row_number() over (partition by device_id order by id)
  from json_populate_recordset(null::fetches, $1::json) as said
  returning id, device_id, sequence
)
select kept.id, kept.device_id as "deviceId", kept.sequence, coalesce(${isOld('oldest', 'kept.sequence')}, false) as "hasOld"
from kept left join lateral (select sequence, at from fetches where device_id = kept.device_id order by sequence limit 1) as oldest on true`;

// The oldest, some at a time: whoever has more goes on with the next.
const FORGET = `
delete from fetches where device_id = any($1::uuid[]) and (device_id, sequence) in (
  select d.id, old.sequence
  from unnest($1::uuid[]) as d (id)
    cross join lateral (select max(sequence) as newest from fetches where device_id = d.id) as n
    cross join lateral (select sequence, at from fetches where device_id = d.id order by sequence limit ${FORGOTTEN_AT_ONCE}) as old
  where ${isOld('old', 'n.newest')})`;
