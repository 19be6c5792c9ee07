import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { FREE_JOB, LEASE, PORTS, type Ports, STALLED_JOB } from '@ringfleet/service-kit';
import { keptUntil, settingsOf } from '../settings.js';
import { cancelRevoked } from './cancel-export.js';
import { publishExportEvent } from './export-events.js';
import { EXPORT_FIELDS, type ExportRecord } from './export-record.js';

/** The right to make one export: until it is lost, nobody else does. */
export interface ExportLease {
  readonly record: ExportRecord;
  /** Grows with every lease of the export; its file is stored under it. */
  readonly number: number;
  readonly traceparent: string | null;
}

const TAKE = `
update exports set state = 'running', lease = lease + 1, lease_until = now() + ${LEASE}, rows = 0, started_at = coalesce(started_at, $1)
where id = (
  select id from exports e where state in ('accepted', 'running') and ${FREE_JOB} and ($2 or not exists (
    select from exports o where o.state = 'running' and o.lease_until >= now() and o.reseller_id is not distinct from e.reseller_id))
  order by created_at limit 1 for update skip locked)
returning ${EXPORT_FIELDS}, lease as number, traceparent`;
const MINE = `where id = $1 and lease = $2 and state = 'running'`;

/** Which export is made by whom, and how that ends. Whoever has lost the lease meanwhile changes nothing. */
@Injectable()
export class ExportLeases {
  private readonly keptForMs: number;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {
    this.keptForMs = settingsOf(ports.settings).exportKeepMs;
  }

  /** The export that waits longest; not of a reseller (the provider counts as one) that has one under way, unless `anybodys`. */
  async take(anybodys: boolean): Promise<ExportLease | undefined> {
    const now = this.ports.clock();
    const [taken] = await this.database.transaction(SYSTEM, async (tx) => {
      await cancelRevoked(tx, now);
      return tx.query<ExportRecord & Omit<ExportLease, 'record'>>(TAKE, [now, anybodys]);
    });
    return taken && { record: taken, number: taken.number, traceparent: taken.traceparent };
  }

  /** False where the lease is lost, or the export cancelled. */
  async renew(lease: ExportLease, { rows, total }: { readonly rows: number; readonly total: number | null }): Promise<boolean> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await cancelRevoked(tx, this.ports.clock());
      return (await update(tx, lease, `lease_until = now() + ${LEASE}, rows = $3, total = $4`, [rows, total])) !== undefined;
    });
  }

  async release(lease: ExportLease): Promise<void> {
    await this.update(lease, 'lease_until = null');
  }

  /** To be tried again from its beginning, later each time. */
  async stall(lease: ExportLease, reason: string): Promise<void> {
    await this.update(lease, `stalled = $3, ${STALLED_JOB}`, [reason]);
  }

  /** The file is stored: it counts from here. False where the lease was lost, or the export cancelled. */
  async finish(lease: ExportLease, { rows, sizeBytes }: { readonly rows: number; readonly sizeBytes: number }): Promise<boolean> {
    const now = this.ports.clock();
    const set = `state = 'completed', stalled = null, lease_until = null, file = lease, rows = $3, total = $3, size_bytes = $4, finished_at = $5`;
    const availableUntil = timestampFromDate(keptUntil(now, this.keptForMs));
    const event = { case: 'finished', value: { rows: BigInt(rows), sizeBytes: BigInt(sizeBytes), availableUntil } } as const;
    return this.database.transaction(SYSTEM, async (tx) => {
      await cancelRevoked(tx, now);
      const record = await update(tx, lease, set, [rows, sizeBytes, now]);
      if (record) await publishExportEvent(tx, record, event, now);
      return record !== undefined;
    });
  }

  /** It cannot be made: final. */
  async fail(lease: ExportLease, { code, message }: { readonly code: string; readonly message: string }): Promise<void> {
    const now = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      const set = `state = 'failed', stalled = null, lease_until = null, problem_code = $3, problem = $4, finished_at = $5`;
      const record = await update(tx, lease, set, [code, message, now]);
      if (record) await publishExportEvent(tx, record, { case: 'failed', value: { code, message } }, now);
    });
  }

  private update(lease: ExportLease, set: string, values: readonly unknown[] = []): Promise<ExportRecord | undefined> {
    return this.database.transaction(SYSTEM, (tx) => update(tx, lease, set, values));
  }
}

async function update(tx: Tx, { record, number }: ExportLease, set: string, values: readonly unknown[]): Promise<ExportRecord | undefined> {
  const [updated] = await tx.query<ExportRecord>(`update exports set ${set} ${MINE} returning ${EXPORT_FIELDS}`, [record.id, number, ...values]);
  return updated;
}
