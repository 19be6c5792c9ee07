import { nameKey } from '@ringfleet/kernel';
import type { Statement } from '@ringfleet/persistence';
import { spelled } from '../statuses/get-status.js';
import type { Status } from '../statuses/status.js';
import type { Place } from './find-place.js';

export const LINE_STATES = ['registered', 'aged', 'unregistered', 'unknown'] as const;

export interface LineFilter {
  /** `unknown`: nothing is known of it, as of a line that nobody has. */
  readonly state?: (typeof LINE_STATES)[number] | undefined;
  /** Whether an account sits on it. */
  readonly used?: boolean | undefined;
  /** Any part of the device ID, its MAC address, the number or the extension. */
  readonly q?: string | undefined;
}

/** A line of a device: each of its ports, whether an account sits there or not. */
export interface LineStateView {
  /** Device and port. */
  readonly id: string;
  readonly deviceId: string;
  readonly device: string;
  readonly macAddress: string | null;
  readonly deviceType: string | null;
  readonly site: string | null;
  readonly port: number;
  readonly number: string | null;
  readonly extension: string | null;
  /** null where it is not known: nobody has the line, or there is no registrar. */
  readonly state: Status | null;
  /** Of the registration that the device's status rests on; null of its other lines. */
  readonly registeredAt: string | null;
  readonly expiresAt: string | null;
}

/** What a line is made of, as the database has it. */
export interface LineRow {
  readonly deviceId: string;
  readonly device: string;
  readonly mac: string | null;
  readonly deviceType: string | null;
  readonly site: string | null;
  readonly port: number;
  readonly number: string | null;
  readonly extension: string | null;
  readonly sipKey: string | null;
  readonly state: Status | null;
  readonly aor: string | null;
  readonly registeredAt: string | null;
  readonly expiresAt: string | null;
}

export function lineStateOf({ mac, sipKey, aor, registeredAt, expiresAt, ...row }: LineRow): LineStateView {
  // When the others of its lines registered is not kept.
  const isItsOwn = row.state !== null && sipKey !== null && aor !== null && nameKey(aor) === sipKey;
  return {
    id: `${row.deviceId}.${row.port}`,
    ...row,
    macAddress: mac === null ? null : spelled(mac),
    registeredAt: isItsOwn ? registeredAt : null,
    expiresAt: isItsOwn ? expiresAt : null,
  };
}

const COLUMNS = `d.id as "deviceId", d.name as device, d.mac, m.vendor || ' ' || m.name as "deviceType", t.name as site, line.port, a.number, a.extension, a.sip_key as "sipKey",
  STATE as state, s.aor, TIME(s.registered_at) as "registeredAt", TIME(s.expires_at) as "expiresAt"`;

const MAC_PART = /^[0-9a-f:.-]+$/i; // '00:15:65', 'abc0'

/** The lines of a place that match, for the scope of the transaction; without an order. `hasRegistrar`: without one nothing is known. */
export function linesOf({ customerId, siteId }: Place, { state, used, q }: LineFilter, hasRegistrar: boolean): Statement {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const stateOf = hasRegistrar ? `case when a.id is not null then coalesce(s.lines ->> a.sip_key, 'unregistered') end` : 'null';
  const conditions = [`d.customer_id = ${bind(customerId)}`, 'd.deleted_at is null'];
  if (siteId !== null) conditions.push(`d.site_id = ${bind(siteId)}`);
  if (used !== undefined) conditions.push(`a.id is ${used ? 'not ' : ''}null`);
  if (state !== undefined) conditions.push(state === 'unknown' ? `${stateOf} is null` : `${stateOf} = ${bind(state)}`);
  if (q !== undefined && q !== '') conditions.push(`(${searched(q, bind).join(' or ')})`);
  const columns = COLUMNS.replace('STATE', () => stateOf).replaceAll(/TIME\(([^)]+)\)/g, hasRegistrar ? TIME : 'null'); // 'TIME(s.expires_at)'
  return { sql: `select ${columns} from ${FROM} where ${conditions.join(' and ')}`, params };
}

/** The order of the list and of the report. */
export const BY_DEVICE = 'd.name collate "C", d.id, line.port';

const TIME = `to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;

function searched(q: string, bind: (value: unknown) => string): string[] {
  const part = bind(q.toLowerCase());
  const inTexts = ['d.name', 'a.number', 'a.extension'].map((column) => `strpos(lower(${column}), ${part}) > 0`);
  const hex = q.replaceAll(/[:.-]/g, '');
  return MAC_PART.test(q) && hex !== '' ? [...inTexts, `strpos(d.mac, ${bind(hex.toUpperCase())}) > 0`] : inTexts;
}

const FROM = `devices d cross join lateral generate_series(0, d.total_ports - 1) as line (port)
left join device_lines l on l.device_id = d.id and l.port = line.port left join accounts a on a.id = l.account_id and a.deleted_at is null
left join models m on m.id = d.model_id left join tenants t on t.id = d.site_id left join device_statuses s on s.device_id = d.id`;
