import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import pg from 'pg';
import { type EventLog, Fenced, type Producer } from './event-log.js';
import { unpackRecords } from './record-codec.js';

const LEADER_LOCK = 7_264_010;
const LOOK_EVERY_MS = 500;
const FAILED_AGAIN_AFTER_MS = 500;
const ROWS_A_READ = 64;
const BYTES_A_READ = 4 * 1_048_576;

export interface OutboxRelayOptions {
  readonly service: string;
  readonly databaseUrl: string;
  readonly eventLog: EventLog;
  readonly log: Logger;
}

interface OutboxRow {
  readonly id: string;
  readonly records: Uint8Array;
}

/**
 * Sends what a service's transactions left in its outbox, then removes it: each record at least once. One relay at a time per service, by an advisory lock of its
 * connection; one that lost the lock without knowing is fenced by the log.
 *
 * Order per key: a transaction that changes a record waits for the one that changed it before, so its outbox row has the greater id and is seen only where the
 * other is seen too. Rows are read in id order and removed by their very ids, so one that commits late with a smaller id is not passed over.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private ring: () => void = () => undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly options: OutboxRelayOptions) {}

  async start(): Promise<void> {
    this.running = this.run();
  }

  /** Resolves when the outbox is empty. */
  async drained(): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.databaseUrl });
    await client.connect();
    try {
      while (!this.stopping.signal.aborted) {
        const { rows } = await client.query('select 1 from outbox limit 1');
        if (rows.length === 0) return;
        await pause(10);
      }
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const client = new pg.Client({ connectionString: this.options.databaseUrl });
      client.on('error', () => this.ring());
      try {
        await client.connect();
        await this.lead(client);
      } catch (error) {
        this.options.log.warn({ err: error }, 'the outbox relay begins again after a failure');
        await this.rest(FAILED_AGAIN_AFTER_MS);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }

  /** Waits for its turn, then sends until it is stopped, fails, or is fenced. */
  private async lead(client: pg.Client): Promise<void> {
    client.on('notification', () => this.ring());
    await client.query('listen outbox');
    while (!(await isLeader(client))) {
      await this.rest(LOOK_EVERY_MS);
      if (this.stopping.signal.aborted) return;
    }
    const producer = await this.options.eventLog.producer(this.options.service);
    while (!this.stopping.signal.aborted) {
      const rung = this.nextRing();
      try {
        if (await sendSome(client, producer)) continue;
      } catch (error) {
        if (error instanceof Fenced) return;
        throw error;
      }
      await Promise.race([rung, pause(LOOK_EVERY_MS, undefined, { ref: false })]);
    }
  }

  private nextRing(): Promise<void> {
    return new Promise((resolve) => {
      this.ring = resolve;
    });
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

async function isLeader(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ leader: boolean }>('select pg_try_advisory_lock($1) as leader', [LEADER_LOCK]);
  return rows[0]?.leader === true;
}

/** Sends the oldest rows; false if there are none. */
async function sendSome(client: pg.Client, producer: Producer): Promise<boolean> {
  const { rows } = await client.query<OutboxRow>(
    `select id, records from (
       select id, records, sum(length(records)) over (order by id) - length(records) as bytes_before from (select id, records from outbox order by id limit ${ROWS_A_READ}) oldest) bounded
     where bytes_before < ${BYTES_A_READ} order by id`,
  );
  if (rows.length === 0) return false;
  await producer.append(rows.flatMap(({ records }) => unpackRecords(records)));
  await client.query('delete from outbox where id = any($1::bigint[])', [rows.map(({ id }) => id)]);
  return true;
}
