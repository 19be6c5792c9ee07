import { DatabaseError, type Pool } from 'pg';
import { Fenced, type OutgoingRecord, type Producer } from '../event-log.js';
import { partitionOf } from '../partition.js';
import { packRecords, sizeOf } from '../record-codec.js';
import { FENCED } from './schema.js';

// What is read comes in whole batches: these bound what a reader holds.
const RECORDS_A_BATCH = 1_000;
const BYTES_A_BATCH = 1_048_576;
const HEADER_BYTES = 200; // about

/** Appends records as batches per topic and partition, all in one transaction, while it is the newest of its name. */
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
    const batches = (await this.byPartition(records)).flatMap(({ topic, partition, records: all }) =>
      split(all).map((some) => ({ topic, partition, count: some.length, packed: packRecords(some) })),
    );
    try {
      await this.pool.query('select append_batches($1, $2, $3, $4, $5, $6, $7)', [
        this.name,
        this.leader,
        batches.map(({ topic }) => topic),
        batches.map(({ partition }) => partition),
        batches.map(({ count }) => count),
        batches.map(({ packed }) => packed.length),
        Buffer.concat(batches.map(({ packed }) => packed)),
      ]);
    } catch (error) {
      if (error instanceof DatabaseError && error.code === FENCED) throw new Fenced(error.message);
      throw error;
    }
  }

  /** In one order of partitions for every append, so that two of them never wait for each other in a circle. */
  private async byPartition(records: readonly OutgoingRecord[]): Promise<Part[]> {
    const parts = new Map<string, Part>();
    for (const record of records) {
      const partition = partitionOf(record.key, await this.partitionsOf(record.topic));
      const id = `${record.topic}/${partition}`;
      const part = parts.get(id);
      if (part) part.records.push(record);
      else parts.set(id, { topic: record.topic, partition, records: [record] });
    }
    return [...parts.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part);
  }
}

interface Part {
  readonly topic: string;
  readonly partition: number;
  readonly records: OutgoingRecord[];
}

/** Cuts records into batches of bounded size; a record larger than that is a batch of its own. */
function split(records: readonly OutgoingRecord[]): OutgoingRecord[][] {
  const batches: OutgoingRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    const size = sizeOf(record) + HEADER_BYTES;
    const batch = batches.at(-1);
    if (batch && batch.length < RECORDS_A_BATCH && bytes + size <= BYTES_A_BATCH) batch.push(record);
    else {
      batches.push([record]);
      bytes = 0;
    }
    bytes += size;
  }
  return batches;
}
