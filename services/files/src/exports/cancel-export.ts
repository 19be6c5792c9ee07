import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
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
      const now = this.ports.clock();
      const set = `state = 'cancelled', stalled = null, lease_until = null, finished_at = $2`;
      const [after] = await tx.query<ExportRecord>(`update exports set ${set} where id = $1 returning ${EXPORT_FIELDS}`, [id, now]);
      if (!after) throw new Error('A locked export is gone.');
      await publishExportEvent(tx, after, { case: 'cancelled', value: {} }, now);
      return this.read.show(after);
    });
  }
}
