import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { publishExportEvent } from './export-events.js';
import { EXPORT_FIELDS, type ExportRecord } from './export-record.js';
import type { ExportView } from './export-view.js';
import { findExport } from './find-export.js';
import { ReadExports } from './read-exports.js';

/** Stops an export; there is no file then. */
@Injectable()
export class CancelExport {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(ReadExports) private readonly read: ReadExports,
  ) {}

  /** Asking again is harmless. Throws `Refused` 404, and 409 `export_finished` where it is over already. */
  execute(caller: Caller, id: string): Promise<ExportView> {
    return this.database.transaction(caller.scope, async (tx) => {
      const record = await findExport(tx, id, 'for update');
      if (record.state === 'cancelled') return this.read.show(record);
      if (record.state === 'completed' || record.state === 'failed') {
        throw new Refused(409, 'export_finished', `The export has ${record.state} already; there is nothing left to cancel.`);
      }
      return this.read.show(await cancel(tx, id, this.ports.clock()));
    });
  }
}

const REVOKED = `
select id from exports
where state in ('accepted', 'running') and by_id in (select id::text from users where deleted_at is not null)
order by id for update skip locked`;

/** Cancels what users and keys began that were deleted or revoked since (design.md §6), as imports are. */
export async function cancelRevoked(tx: Tx, now: Date): Promise<void> {
  for (const { id } of await tx.query<{ id: string }>(REVOKED)) await cancel(tx, id, now);
}

/** An export under way that the transaction has locked. */
async function cancel(tx: Tx, id: string, now: Date): Promise<ExportRecord> {
  const set = `state = 'cancelled', stalled = null, lease_until = null, finished_at = $2`;
  const [after] = await tx.query<ExportRecord>(`update exports set ${set} where id = $1 returning ${EXPORT_FIELDS}`, [id, now]);
  if (!after) throw new Error('A locked export is gone.');
  await publishExportEvent(tx, after, { case: 'cancelled', value: {} }, now);
  return after;
}
