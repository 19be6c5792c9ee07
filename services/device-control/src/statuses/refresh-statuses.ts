import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@ringfleet/persistence';
import { announce, type Ports, PORTS } from '@ringfleet/service-kit';
import { settingsOf } from '../settings.js';
import { findStandings, type Looked } from './find-standings.js';
import { decideStanding, type KeptStanding, type Step } from './status.js';
import { endRecords, standingRecord } from './status.events.js';

/** The channel on which the instances hear that others are to be told of a device; by its id. */
export const STATUS_CHANGED = 'status_changed';

const ONE_AT_A_TIME = 7_264_202; // any number that is the same in every instance

/** Whom a binding may be of: the address of record, as compared, and the hardware it says it is. */
export interface BindingKeys {
  readonly aor_key: string;
  readonly mac: string | null;
}

/** Looks how devices are registered, keeps it and tells others what has changed; in a transaction of the system scope. */
@Injectable()
export class RefreshStatuses {
  private readonly agedFor: number;

  constructor(@Inject(PORTS) private readonly ports: Ports) {
    this.agedFor = settingsOf(ports.settings).agedForSeconds;
  }

  async execute(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length === 0) return;
    // Until the commit: what two find out at a time, each without the other's bindings or devices, would stay so.
    await tx.query('select pg_advisory_xact_lock($1)', [ONE_AT_A_TIME]);
    // As long as there was no registrar an import's devices cost nothing here.
    const [seen] = await tx.query<{ any: boolean }>(ANYTHING_SEEN);
    if (!seen?.any) return;
    const now = this.ports.clock();
    const looked = await findStandings(tx, [...new Set(deviceIds)], this.agedFor);
    const gone = looked.flatMap(({ isDeleted, kept }) => (isDeleted && kept ? [kept] : []));
    const steps = looked.flatMap((one) => stepOf(one, now));
    if (gone.length > 0) await tx.query('delete from device_statuses where device_id = any($1::uuid[])', [gone.map(({ deviceId }) => deviceId)]);
    if (steps.length > 0) await tx.query(WRITE, [JSON.stringify(steps.map(({ kept }) => rowOf(kept)))]);
    const told = steps.flatMap(({ kept, isTold }) => (isTold ? [kept] : []));
    await announce(
      tx,
      STATUS_CHANGED,
      told.map(({ deviceId }) => deviceId),
    );
    await tx.publish([...told.map((kept) => standingRecord(kept, now)), ...gone.flatMap((kept) => endRecords(kept, now))]);
  }

  /** Of whatever device the bindings may be. */
  async ofBindings(tx: Tx, keys: readonly BindingKeys[]): Promise<void> {
    const macs = keys.flatMap(({ mac }) => mac ?? []);
    const rows = await tx.query<{ id: string }>(OF_BINDINGS, [macs, keys.map(({ aor_key: key }) => key)]);
    await this.execute(
      tx,
      rows.map(({ id }) => id),
    );
  }

  async ofAccounts(tx: Tx, accountIds: readonly string[]): Promise<void> {
    const rows = await tx.query<{ id: string }>(OF_ACCOUNTS, [accountIds]);
    await this.execute(
      tx,
      rows.map(({ id }) => id),
    );
  }
}

function stepOf({ deviceId, isDeleted, kept, found }: Looked, now: Date): Step[] {
  const step = isDeleted ? undefined : decideStanding(deviceId, kept, found, now);
  return step ? [step] : [];
}

const ANYTHING_SEEN = 'select exists (select from bindings) or exists (select from device_statuses) as any';

const OF_BINDINGS = `
select id from devices where mac = any($1::text[])
union select l.device_id from accounts a join device_lines l on l.account_id = a.id where a.sip_key = any($2::text[])`;

const OF_ACCOUNTS = `
select device_id as id from device_lines where account_id = any($1::uuid[])
union select d.id from accounts a join bindings b on b.aor_key = a.sip_key join devices d on d.mac = b.mac where a.id = any($1::uuid[])`;

const rowOf = (kept: KeptStanding): Readonly<Record<string, unknown>> => ({
  device_id: kept.deviceId,
  status: kept.status,
  since: kept.since,
  registrar: kept.registrar,
  aor: kept.aor,
  ruid: kept.ruid,
  mac: kept.mac,
  user_agent: kept.userAgent,
  remote_ip: kept.remoteIp,
  host_ip: kept.hostIp,
  registered_ip: kept.registeredIp,
  call_id: kept.callId,
  registered_at: kept.registeredAt,
  expires_at: kept.expiresAt,
  lines: kept.lines,
  managed_by: kept.managedBy,
  customer_id: kept.customerId,
  customer_reseller_id: kept.customerResellerId,
  version: kept.version,
});

const COLUMNS = `status, since, registrar, aor, ruid, mac, user_agent, remote_ip, host_ip, registered_ip, call_id, registered_at, expires_at, lines, managed_by, customer_id, customer_reseller_id, version`;
const WRITE = `
insert into device_statuses (device_id, ${COLUMNS}) select device_id, ${COLUMNS} from jsonb_populate_recordset(null::device_statuses, $1::jsonb)
on conflict (device_id) do update set (${COLUMNS}) = (${COLUMNS.split(', ')
  .map((column) => `excluded.${column}`)
  .join(', ')})`;
