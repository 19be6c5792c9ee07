import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, notFound } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Registrar, REGISTRAR } from '../registrar/registrar.js';
import type { Status } from './status.js';

/** A line of the status of a device. */
export interface LineStatusView {
  readonly port: number;
  readonly number: string | null;
  readonly extension: string | null;
  readonly status: Status | null;
}

/** Whether a device is there (CTL-01); what is not known is null. What the phone says of itself is as it came. */
export interface StatusView {
  readonly deviceId: string;
  readonly name: string;
  /** null where there is no registrar to know it from. */
  readonly status: Status | null;
  readonly since: string | null;
  readonly macAddress: string | null;
  readonly deviceType: string | null;
  /** From where it registered, as the registrar saw it. */
  readonly remoteIp: string | null;
  /** Its own address, as it says itself. */
  readonly hostIp: string | null;
  readonly registrar: string | null;
  readonly registeredAt: string | null;
  /** The registrar's address that it registered at. */
  readonly registeredIp: string | null;
  readonly userAgent: string | null;
  readonly expiresAt: string | null;
  /** Of the base of a DECT multicell system: the hardware of the station that registered; absent of every other device (CTL-02). */
  readonly stationId?: string | null;
  readonly lines: readonly LineStatusView[];
}

/** How a device is registered, as far as the caller may know: of a device that was somebody else's before, from when it is its own (INV-05). */
@Injectable()
export class GetStatus {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
  ) {}

  /** Throws `Refused` 404. */
  execute(caller: Caller, id: string): Promise<StatusView> {
    return this.database.transaction(caller.scope, async (tx) => {
      const [row] = isId(id) ? await tx.query<Row>(DEVICE, [id]) : [];
      if (!row) throw notFound('device');
      return this.view(row, await tx.query<Line>(LINES, [row.deviceId]));
    });
  }

  private view(row: Row, used: readonly Line[]): StatusView {
    const isKnown = row.status !== null && this.registrar !== null;
    const known = <T>(value: T | null): T | null => (isKnown ? value : null);
    // Of whom nothing was seen is not registered, if there is a registrar to be seen by.
    const none: Status | null = this.registrar === null ? null : 'unregistered';
    const lines = new Map(used.map((line) => [line.port, line]));
    return {
      deviceId: row.deviceId,
      name: row.name,
      status: known(row.status) ?? none,
      since: known(row.since)?.toISOString() ?? null,
      macAddress: row.mac === null ? null : spelled(row.mac),
      deviceType: row.deviceType,
      remoteIp: known(row.remoteIp),
      hostIp: known(row.hostIp),
      registrar: known(row.registrar) || null,
      registeredAt: known(row.registeredAt)?.toISOString() ?? null,
      registeredIp: known(row.registeredIp),
      userAgent: known(row.userAgent),
      expiresAt: known(row.expiresAt)?.toISOString() ?? null,
      ...(row.isMulticell && { stationId: known(row.claimedMac) && spelled(String(row.claimedMac)) }),
      lines: Array.from({ length: row.totalPorts }, (_, port) => {
        const line = lines.get(port);
        const status = line ? (known(row.lines)?.[line.sipKey] ?? none) : null;
        return { port, number: line?.number ?? null, extension: line?.extension ?? null, status };
      }),
    };
  }
}

/** 001565ABC000 → 00:15:65:AB:C0:00 */
export const spelled = (mac: string): string => mac.replaceAll(/(..)(?=.)/g, '$1:');

interface Row {
  readonly deviceId: string;
  readonly name: string;
  readonly mac: string | null;
  readonly totalPorts: number;
  readonly deviceType: string | null;
  readonly isMulticell: boolean;
  readonly status: Status | null;
  readonly since: Date | null;
  readonly registrar: string | null;
  readonly claimedMac: string | null;
  readonly userAgent: string | null;
  readonly remoteIp: string | null;
  readonly hostIp: string | null;
  readonly registeredIp: string | null;
  readonly registeredAt: Date | null;
  readonly expiresAt: Date | null;
  readonly lines: Readonly<Record<string, Status>> | null;
}

interface Line {
  readonly port: number;
  readonly number: string;
  readonly extension: string | null;
  readonly sipKey: string;
}

const DEVICE = `
select d.id as "deviceId", d.name, d.mac, d.total_ports as "totalPorts", m.vendor || ' ' || m.name as "deviceType", coalesce(m.dect_multicell, false) as "isMulticell",
  s.status, s.since, s.registrar, s.mac as "claimedMac", s.user_agent as "userAgent", s.remote_ip as "remoteIp", s.host_ip as "hostIp",
  s.registered_ip as "registeredIp", s.registered_at as "registeredAt", s.expires_at as "expiresAt", s.lines
from devices d left join models m on m.id = d.model_id left join device_statuses s on s.device_id = d.id
where d.id = $1 and d.deleted_at is null`;

const LINES = `
select l.port, a.number, a.extension, a.sip_key as "sipKey" from device_lines l join accounts a on a.id = l.account_id where l.device_id = $1 and a.deleted_at is null`;
