import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { BATCH_FIELDS, type BatchRecord } from './batch.js';
import { finished, publishBatchEvent } from './batch-events.js';
import { type BatchView, batchView } from './batch-view.js';
import { findBatch } from './read-batches.js';

/** Stops a batch between chunks: what was done stays, the rest is not reached. */
@Injectable()
export class CancelBatch {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Asking again is harmless. A chunk being written is waited for: after the answer none is. Throws `Refused` 404, and 409 `batch_finished`. */
  execute({ scope }: Caller, id: string): Promise<BatchView> {
    return this.database.transaction(scope, async (tx) => {
      const record = await findBatch(tx, id, 'for update');
      const now = this.ports.clock();
      if (record.state === 'cancelled') return batchView(record, now);
      if (record.state === 'completed') throw new Refused(409, 'batch_finished', 'The batch is completed already; there is nothing left to cancel.');
      const sql = `update device_batches set state = 'cancelled', stalled = null, lease_until = null, finished_at = $2 where id = $1 returning ${BATCH_FIELDS}`;
      const [after] = await tx.query<BatchRecord>(sql, [id, now]);
      if (!after) throw new Error('A locked batch is gone.');
      await publishBatchEvent(tx, after, finished(after), now);
      return batchView(after, now);
    });
  }
}
