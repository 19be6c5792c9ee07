import type { Pool, PoolClient } from 'pg';
import { Fenced, type OutgoingRecord, type Producer } from '../event-log.js';
import { partitionOf } from '../partition.js';
import { packRecords } from '../record-codec.js';
import { APPENDED } from './schema.js';
import { inTransaction } from './transaction.js';

/** Appends batches of records, one per topic and partition, all in one transaction, while it is the newest of its name. */
export class PostgresProducer implements Producer {
  private constructor(
    private readonly pool: Pool,
    private readonly name: string,
    private readonly leader: string,
    private readonly partitionsOf: (topic: string) => Promise<number>,
  ) {}

  static async begin(pool: Pool, name: string, partitionsOf: (topic: string) => Promise<number>): Promise<PostgresProducer> {
    const { rows } = await pool.query<{ leader: string }>(
      'insert into producers (name, leader) values ($1, 1) on conflict (name) do update set leader = producers.leader + 1 returning leader',
      [name],
    );
    return new PostgresProducer(pool, name, rows[0]?.leader ?? '0', partitionsOf);
  }

  async append(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length === 0) return;
    const batches = await this.batchesOf(records);
    await inTransaction(this.pool, async (client) => {
      // Held to the end: a newer producer waits for this append, or this one for it.
      const { rows } = await client.query('select 1 from producers where name = $1 and leader = $2 for share', [this.name, this.leader]);
      if (rows.length === 0) throw new Fenced(`A newer producer ${this.name} has taken over.`);
      for (const batch of batches) await appendBatch(client, batch);
      await client.query(`select pg_notify('${APPENDED}', topic) from unnest($1::text[]) as topic`, [[...new Set(batches.map(({ topic }) => topic))]]);
    });
  }

  /** In one order of partitions for every append, so that two of them never wait for each other. */
  private async batchesOf(records: readonly OutgoingRecord[]): Promise<Batch[]> {
    const batches = new Map<string, Batch>();
    for (const record of records) {
      const partition = partitionOf(record.key, await this.partitionsOf(record.topic));
      const id = `${record.topic} ${partition}`;
      const batch = batches.get(id);
      if (batch) batch.records.push(record);
      else batches.set(id, { topic: record.topic, partition, records: [record] });
    }
    return [...batches.values()].toSorted((one, other) => (one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1));
  }
}

interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: OutgoingRecord[];
}

async function appendBatch(client: PoolClient, { topic, partition, records }: Batch): Promise<void> {
  const { rows } = await client.query<{ base: string }>(
    'update partitions set next_offset = next_offset + $3 where topic = $1 and partition = $2 returning next_offset - $3 as base',
    [topic, partition, records.length],
  );
  const base = BigInt(rows[0]?.base ?? 0);
  await client.query('insert into batches (topic, partition, base_offset, last_offset, records) values ($1, $2, $3, $4, $5)', [
    topic,
    partition,
    base,
    base + BigInt(records.length - 1),
    Buffer.from(packRecords(records)),
  ]);
}
