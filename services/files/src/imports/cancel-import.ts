import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { findImport } from './find-import.js';
import { finished, publishEvents } from './import-events.js';
import { requireMayImport } from './import-kind.js';
import { IMPORT_FIELDS, type ImportState, type ImportSummary } from './import-record.js';
import { type ImportView, importView } from './import-view.js';

/** Stops an import between chunks (IMP-11): what is in flight is still answered, what was applied stays, the rest is not reached. */
@Injectable()
export class CancelImport {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Asking again is harmless. Throws `Refused` 404, 403, and 409 `import_finished` where it is over already. */
  execute(caller: Caller, id: string): Promise<ImportView> {
    return this.database.transaction(caller.scope, async (tx) => {
      const record = await findImport(tx, id, 'for update');
      requireMayImport(caller, record.kind);
      if (record.state === 'completed' || record.state === 'failed') {
        throw new Refused(409, 'import_finished', `The import has ${record.state} already; there is nothing left to cancel.`);
      }
      const isUnderWay = record.state !== 'cancelled' && record.state !== 'cancelling';
      return importView(isUnderWay ? await this.cancel(tx, record) : record, this.ports.clock());
    });
  }

  /** Of an import under way that the transaction has locked. */
  async cancel(tx: Tx, record: ImportSummary): Promise<ImportSummary> {
    const now = this.ports.clock();
    const inFlight = await tx.query('select from import_chunks where import_id = $1 and sent_at is not null and answered_at is null limit 1', [record.id]);
    const state: ImportState = inFlight.length > 0 ? 'cancelling' : 'cancelled';
    const [after] = await tx.query<ImportSummary>(
      `update imports set state = $2, stalled = null, lease_until = null, finished_at = $3 where id = $1 returning ${IMPORT_FIELDS}`,
      [record.id, state, state === 'cancelled' ? now : null],
    );
    if (!after) throw new Error('A locked import is gone.');
    if (state === 'cancelled') await publishEvents(tx, after, [finished(after, true)], now);
    return after;
  }
}
