import type { Pool, PoolClient } from 'pg';
import { compactPartition } from './compaction.js';
import { SWEEP_LOCK } from './schema.js';

const BATCHES_A_DELETE = 1_000;

interface PartitionRow {
  readonly topic: string;
  readonly partition: number;
  readonly kind: 'state' | 'job';
  readonly retention_ms: string;
}

/** Removes what has had its time, one partition after the other, while readers and appends go on. Does nothing while another process is at it. */
export async function sweepLog(pool: Pool, now: Date): Promise<void> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [SWEEP_LOCK]);
    if (rows[0]?.mine) await sweepPartitions(client, now);
    await client.query('select pg_advisory_unlock_all()');
    client.release();
  } catch (error) {
    client.release(true); // and with the connection its lock
    throw error;
  }
}

async function sweepPartitions(client: PoolClient, now: Date): Promise<void> {
  const { rows } = await client.query<PartitionRow>(
    'select p.topic, p.partition, t.kind, t.retention_ms from partitions p join topics t on t.name = p.topic order by p.topic, p.partition',
  );
  for (const { topic, partition, kind, retention_ms } of rows) {
    const retention = Number(retention_ms);
    const before = new Date(now.getTime() - retention);
    if (kind === 'job') await expire(client, { topic, partition, before });
    else await compactPartition(client, { topic, partition, before, tombstonesBefore: new Date(before.getTime() - retention) });
  }
}

/** From the oldest on, some at a time, until one is too young. */
async function expire(
  client: PoolClient,
  { topic, partition, before }: { readonly topic: string; readonly partition: number; readonly before: Date },
): Promise<void> {
  for (let deleted = BATCHES_A_DELETE; deleted === BATCHES_A_DELETE;) {
    const { rowCount } = await client.query(
      `delete from batches where topic = $1 and partition = $2 and appended_at < $3
       and last_offset in (select last_offset from batches where topic = $1 and partition = $2 order by last_offset limit ${BATCHES_A_DELETE})`,
      [topic, partition, before],
    );
    deleted = rowCount ?? 0;
  }
}
