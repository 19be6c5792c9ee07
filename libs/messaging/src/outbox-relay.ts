import { Bell } from '@ringfleet/kernel';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@ringfleet/observability';
import type { Pool } from 'pg';
import { backOff } from './back-off.js';
import { type EventLog, Fenced, type Producer } from './event-log.js';
import { isTransient } from './failures.js';
import { relaying } from './measures.js';
import { OUTBOX_CHANNEL } from './outbox.js';
import { openPool } from './pool.js';
import { unpackRecords } from './record-codec.js';
import { Session } from './session.js';

const LEADER_LOCK = 7_264_010;
const LOOK_EVERY_MS = 500;
const LOOK_IF_DRAINED_MS = 50;
/** The scope of a relay, which sends for everybody (libs/persistence). */
const SCOPE = 'rf.scope=system';
const ROWS_A_READ = 100;
/** Small: what is sent is unpacked and packed again at one go, and other work of the process waits for it. */
const BYTES_A_READ = 1_048_576;
/** A leadership that lasted so long was sound: the next one is not delayed. */
const SOUND_AFTER_MS = 10_000;

export interface OutboxRelayOptions {
  readonly service: string;
  /** URL of a role that may read the outbox and delete from it. */
  readonly databaseUrl: string;
  readonly eventLog: EventLog;
  readonly log: Logger;
}

/** What is committed and not sent. */
export interface Backlog {
  readonly records: number;
  /** Of the oldest one; 0 without any. */
  readonly ageMs: number;
}

/**
 * Sends what a service's transactions left in its outbox, then removes it: each record at least once. One relay at a time per service, by an advisory lock of its
 * session; one that lost the lock without knowing is fenced by the log.
 *
 * Order per key: a transaction that changes what another is changing waits for its commit before it writes its own outbox row (see `writeOutbox`). So of two rows
 * with one key the later has the greater id, and is seen only where the earlier is seen too or gone. Rows are sent in the order of ids. Ids of transactions that
 * have nothing to do with each other become visible in any order: therefore there is no "sent up to", each row is removed by its own id, and one that appears
 * late with a smaller id is sent like any other.
 */
export class OutboxRelay {
  private readonly stopping = new AbortController();
  private readonly bell = new Bell();
  private readonly pool: Pool;
  private running: Promise<void> | undefined;

  constructor(private readonly options: OutboxRelayOptions) {
    this.pool = openPool({ connectionString: options.databaseUrl, max: 1, idleTimeoutMillis: 1_000, options: `-c ${SCOPE}` });
  }

  async start(): Promise<void> {
    this.running ??= this.run();
  }

  /** Resolves when all that was committed when this was called has been sent; bears that the database is away for a while. Rejects if stopped before. */
  async drained(): Promise<void> {
    let last: string | undefined;
    while (!this.stopping.signal.aborted) {
      try {
        last ??= await this.lastId();
        const { rowCount } = await this.pool.query('select from outbox where id <= $1 limit 1', [last]);
        if (rowCount === 0) return;
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
      await pause(LOOK_IF_DRAINED_MS);
    }
    throw new Error(`The outbox relay of ${this.options.service} was stopped before it had sent everything.`);
  }

  /** For metrics. */
  async backlog(): Promise<Backlog> {
    const { rows } = await this.pool.query<{ records: number; age: number }>(
      'select coalesce(sum(count), 0)::float8 as records, coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)::float8 as age from outbox',
    );
    return { records: rows[0]?.records ?? 0, ageMs: Math.round((rows[0]?.age ?? 0) * 1_000) };
  }

  /** Finishes what is being sent; the rest is sent after the next start. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.bell.ring();
    await this.running;
    await this.pool.end();
  }

  private async lastId(): Promise<string> {
    const { rows } = await this.pool.query<{ last: string }>('select coalesce(max(id), 0) as last from outbox');
    return rows[0]?.last ?? '0';
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 1; !signal.aborted; failures++) {
      const since = performance.now();
      try {
        await this.attend();
      } catch (error) {
        if (signal.aborted) return;
        if (performance.now() - since > SOUND_AFTER_MS) failures = 1;
        const again = backOff(failures);
        const what = error instanceof Fenced ? 'an outbox relay stepped down: a newer one has taken over' : 'an outbox relay begins again after a failure';
        this.options.log.warn({ err: error, again: Math.round(again) }, what);
        await pause(again, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Waits for its turn, then sends until it is stopped, fails, or is fenced. */
  private async attend(): Promise<void> {
    const session = await Session.open(this.options.databaseUrl, [SCOPE]);
    session.lost.addEventListener('abort', this.bell.ring, { once: true });
    try {
      await session.listen(OUTBOX_CHANNEL, this.bell.ring);
      if (await this.leadership(session)) await this.send(session, await this.options.eventLog.producer(this.options.service));
    } finally {
      await session.close();
    }
  }

  private async leadership(session: Session): Promise<boolean> {
    while (!this.stopping.signal.aborted) {
      const [row] = await session.query<{ leader: boolean }>('select pg_try_advisory_lock($1) as leader', [LEADER_LOCK]);
      if (row?.leader) return true;
      await pause(LOOK_EVERY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
    return false;
  }

  private async send(session: Session, producer: Producer): Promise<void> {
    while (!this.stopping.signal.aborted) {
      if (!(await sendSome(this.options.service, session, producer))) await this.bell.wait(LOOK_EVERY_MS);
    }
  }
}

interface OutboxRow {
  readonly id: string;
  readonly records: Uint8Array;
}

/** Sends the oldest rows; false if there are none. */
async function sendSome(service: string, session: Session, producer: Producer): Promise<boolean> {
  const rows = await session.query<OutboxRow>(
    `select id, records from (
       select id, records, sum(octet_length(records)) over (order by id rows between unbounded preceding and 1 preceding) as bytes_before
       from (select id, records from outbox order by id limit ${ROWS_A_READ}) as oldest) as counted
     where coalesce(bytes_before, 0) < ${BYTES_A_READ} order by id`,
  );
  if (rows.length === 0) return false;
  const records = rows.flatMap((row) => unpackRecords(row.records));
  await relaying(service, records, () => producer.append(records));
  await session.query('delete from outbox where id = any($1::bigint[])', [rows.map(({ id }) => id)]);
  return true;
}
