import pg, { type Pool, type PoolClient, type PoolConfig } from 'pg';
import type { Statement } from './in-one-go.js';

/** Rows are arrays of their columns, as the driver reads them: it makes those faster than objects. */
export type RowArray = readonly unknown[];

export interface StreamOptions {
  /** Rows of a batch. */
  readonly atOnce: number;
  readonly signal?: AbortSignal;
}

/** Batches that PostgreSQL is asked for before they are needed, so that neither waits for the other. */
const AHEAD = 2;
const CONNECTIONS = 4;
const IDLE_MS = 10_000;
/** A reader that takes nothing for so long holds back PostgreSQL's cleaning no longer. */
const STALLED_READER = '10min';
const CURSOR = 'rows_of_stream';

/** Queries whose rows are taken as they are needed, all of them as they were at one moment. On connections of their own, since each keeps one for as long as it is read. */
export class RowStreams {
  private readonly pool: Pool;
  private readonly open = new Set<PoolClient>();

  constructor(url: string) {
    const config: PoolConfig & { readonly pipeline: true } = { connectionString: url, max: CONNECTIONS, pipeline: true, idleTimeoutMillis: IDLE_MS };
    this.pool = new pg.Pool(config);
    this.pool.on('error', ignore); // the next query says it
  }

  /** Batches of `atOnce` rows; the next ones are fetched while the caller has this one. Leaving the loop ends the query, and so does the signal: who reads may never come back. */
  async *read<Row extends RowArray>(setScope: Statement, { sql, params }: Statement, { atOnce, signal }: StreamOptions): AsyncGenerator<readonly Row[]> {
    signal?.throwIfAborted();
    const client = await this.pool.connect();
    const breakOff = (): void => this.release(client, false);
    signal?.addEventListener('abort', breakOff);
    this.open.add(client);
    client.on('error', ignore); // every query says it
    let whole = false;
    const fetch = (): Promise<readonly Row[]> => {
      const rows = client.query<Row[]>({ text: `fetch ${atOnce} from ${CURSOR}`, rowMode: 'array' }).then((result) => result.rows as unknown as Row[]);
      rows.catch(ignore); // it is thrown when its turn has come
      return rows;
    };
    try {
      await client.query('begin read only');
      await client.query(setScope.sql, [...setScope.params]);
      // All rows are wanted, not the first few soon.
      await client.query(`set local cursor_tuple_fraction = 1; set local idle_in_transaction_session_timeout = '${STALLED_READER}'`);
      await client.query(`declare ${CURSOR} no scroll cursor for ${sql}`, [...params]);
      const ahead = Array.from({ length: AHEAD }, fetch);
      for (let rows = await ahead.shift(); rows && rows.length > 0; rows = await ahead.shift()) {
        ahead.push(fetch());
        yield rows;
      }
      await Promise.all(ahead); // they are empty too
      await client.query('commit');
      whole = true;
    } finally {
      signal?.removeEventListener('abort', breakOff);
      this.release(client, whole);
    }
  }

  /** Breaks off what is still being read. */
  async close(): Promise<void> {
    for (const client of this.open) this.release(client, false);
    await this.pool.end();
  }

  /** What is not read to its end is broken off with its connection. */
  private release(client: PoolClient, whole: boolean): void {
    if (!this.open.delete(client)) return;
    if (whole) client.off('error', ignore);
    client.release(!whole);
  }
}

const ignore = (): void => undefined;
