import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { FREE_JOB, LEASE, type Ports, PORTS, STALLED_JOB } from '@ringfleet/service-kit';
import { BATCH_FIELDS, type BatchRecord } from './batch.js';
import { finished, publishBatchEvent } from './batch-events.js';

/** The right to run one batch: until it is lost, nobody else does. */
export interface BatchLease {
  readonly record: BatchRecord;
  /** Grows with every lease of the batch. */
  readonly number: number;
  readonly traceparent: string | null;
}

const TAKE = `
update device_batches set state = 'running', lease = lease + 1, lease_until = now() + ${LEASE}, started_at = coalesce(started_at, $1)
where id = (
  select id from device_batches b where state in ('accepted', 'running') and ${FREE_JOB} and ($2 or not exists (
    select from device_batches o where o.state = 'running' and o.lease_until >= now() and o.reseller_id is not distinct from b.reseller_id))
  order by created_at limit 1 for update skip locked)
returning ${BATCH_FIELDS}, lease as number, traceparent`;
const MINE = `where id = $1 and lease = $2 and state = 'running'`;

/** Which batch is run by whom, and how that ends. Whoever has lost the lease meanwhile changes nothing. */
@Injectable()
export class BatchLeases {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** The batch that waits longest; not of a reseller (the provider counts as one) that has one under way, unless `anybodys`. */
  async take(anybodys: boolean): Promise<BatchLease | undefined> {
    const [taken] = await this.database.transaction(SYSTEM, (tx) => tx.query<BatchRecord & Omit<BatchLease, 'record'>>(TAKE, [this.ports.clock(), anybodys]));
    return taken && { record: taken, number: taken.number, traceparent: taken.traceparent };
  }

  /** False where the lease is lost, or the batch cancelled. */
  renew(lease: BatchLease): Promise<boolean> {
    return this.update(lease, `lease_until = now() + ${LEASE}`);
  }

  async release(lease: BatchLease): Promise<void> {
    await this.update(lease, 'lease_until = null');
  }

  /** To be gone on with, later each time. */
  async stall(lease: BatchLease, reason: string): Promise<void> {
    await this.update(lease, `stalled = $3, ${STALLED_JOB}`, [reason]);
  }

  /** Every chunk is done. */
  complete(lease: BatchLease): Promise<void> {
    return this.end(lease, `state = 'completed'`, []);
  }

  /** It may not be gone on with; what was done stays. */
  cancel(lease: BatchLease, { code, message }: Refusal): Promise<void> {
    return this.end(lease, `state = 'cancelled', problem_code = $4, problem = $5`, [code, message]);
  }

  private async end({ record, number }: BatchLease, set: string, values: readonly unknown[]): Promise<void> {
    const now = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      const sql = `update device_batches set ${set}, stalled = null, lease_until = null, finished_at = $3 ${MINE} returning ${BATCH_FIELDS}`;
      const [ended] = await tx.query<BatchRecord>(sql, [record.id, number, now, ...values]);
      if (ended) await publishBatchEvent(tx, ended, finished(ended), now);
    });
  }

  private async update({ record, number }: BatchLease, set: string, values: readonly unknown[] = []): Promise<boolean> {
    const sql = `update device_batches set ${set} ${MINE} returning id`;
    return (await this.database.transaction(SYSTEM, (tx) => tx.query(sql, [record.id, number, ...values]))).length > 0;
  }
}
