import { Inject, Injectable } from '@nestjs/common';
import { type Starter, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { FREE_JOB, LEASE, PORTS, type Ports, STALLED_JOB } from '@ringfleet/service-kit';
import type { FileColumn } from '../columns/file-columns.js';
import type { ColumnMap } from '../columns/recognise-columns.js';
import type { ImportKind } from '../imports/import-kind.js';
import { failed, progress, publishEvents } from '../imports/import-events.js';
import { IMPORT_FIELDS, type ImportSummary } from '../imports/import-record.js';
import type { ScannedFile } from './scan-file.js';

/** The right to scan one import: until it is lost, nobody else does. */
export interface ScanLease extends Starter {
  readonly id: string;
  /** Grows with every lease of the import; chunk objects are written under it. */
  readonly number: number;
  readonly kind: ImportKind;
  readonly columnMap: ColumnMap;
  readonly traceparent: string | null;
}

/** Where a chunk stands in the file. */
export interface ChunkPlace {
  readonly rows: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Why a file cannot be imported at all, and its columns where they are why. */
export interface FileFault {
  readonly code: string;
  readonly message: string;
  readonly columns?: readonly FileColumn[] | undefined;
}

/** Of a file that was not imported; more are no header. */
const MOST_COLUMNS = 200;

const TAKE = `
update imports set state = 'scanning', lease = lease + 1, lease_until = now() + ${LEASE}, rows_read = 0
where id = (
  select id from imports
  where state in ('accepted', 'scanning') and size_bytes < $1 and ${FREE_JOB}
  order by created_at limit 1 for update skip locked)
returning id, lease as number, kind, column_map as "columnMap", traceparent, by_id, by_name, by_role, reseller_id, customer_id`;

const MINE = `where id = $1 and lease = $2 and state = 'scanning'`;

/** Which import is scanned by whom, and how a scan ends. Whoever has lost the lease meanwhile changes nothing. */
@Injectable()
export class ScanLeases {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** The import that waits longest, of those whose file has fewer bytes. */
  take(below: number): Promise<ScanLease | undefined> {
    return this.database.transaction(SYSTEM, async (tx) => (await tx.query<ScanLease>(TAKE, [below]))[0]);
  }

  /** False where the lease is lost, or the import cancelled. */
  async renew(lease: ScanLease, rowsRead: number): Promise<boolean> {
    const renewed = await this.update(lease, `lease_until = now() + ${LEASE}, rows_read = $3`, [rowsRead]);
    return renewed.length > 0;
  }

  async release(lease: ScanLease): Promise<void> {
    await this.update(lease, 'lease_until = null');
  }

  /** To be tried again, later each time. */
  async stall(lease: ScanLease, reason: string): Promise<void> {
    await this.update(lease, `stalled = $3, ${STALLED_JOB}`, [reason]);
  }

  /** Total, columns and chunk list at once: from here nobody parses the file again. */
  async finish(lease: ScanLease, { format, columns, ignoredColumns, rows }: ScannedFile, chunks: readonly ChunkPlace[]): Promise<void> {
    const now = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      const [record] = await tx.query<ImportSummary>(
        `update imports set state = 'running', stalled = null, lease_until = null, retry_at = null, scan = lease, format = $3, columns = $4::jsonb, ignored_columns = $5,
           rows = $6, rows_read = $6, started_at = $7, progress_at = $7 ${MINE} returning ${IMPORT_FIELDS}`,
        [lease.id, lease.number, format, JSON.stringify(columns), ignoredColumns, rows, now],
      );
      if (!record) return;
      await tx.query(
        `insert into import_chunks (import_id, chunk, rows, first_row, last_row)
         select $1, ordinality - 1, rows, first_row, last_row from unnest($2::int[], $3::int[], $4::int[]) with ordinality as c (rows, first_row, last_row, ordinality)`,
        [lease.id, chunks.map((chunk) => chunk.rows), chunks.map((chunk) => chunk.firstRow), chunks.map((chunk) => chunk.lastRow)],
      );
      await publishEvents(tx, record, [progress(record)], now);
    });
  }

  /** The file is at fault: final. Its columns are kept, so that they can be named. */
  async fail(lease: ScanLease, { code, message, columns }: FileFault): Promise<void> {
    const now = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      const set = `state = 'failed', stalled = null, lease_until = null, problem_code = $3, problem = $4, finished_at = $5, columns = $6::jsonb`;
      const [record] = await update(tx, lease, set, [code, message, now, columns ? JSON.stringify(columns.slice(0, MOST_COLUMNS)) : null]);
      if (record) await publishEvents(tx, record, [failed(code, message)], now);
    });
  }

  private update(lease: ScanLease, set: string, values: readonly unknown[] = []): Promise<ImportSummary[]> {
    return this.database.transaction(SYSTEM, (tx) => update(tx, lease, set, values));
  }
}

const update = (tx: Tx, lease: ScanLease, set: string, values: readonly unknown[]): Promise<ImportSummary[]> =>
  tx.query<ImportSummary>(`update imports set ${set} ${MINE} returning ${IMPORT_FIELDS}`, [lease.id, lease.number, ...values]);
