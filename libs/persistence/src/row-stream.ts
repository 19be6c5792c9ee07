import { openPool } from '@ringfleet/messaging';
import pg, { type Pool, type PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Statement } from './in-one-go.js';

const CONNECTIONS = 4;
const IDLE_MS = 10_000;
/** A reader that takes nothing for so long holds back PostgreSQL's cleaning no longer. */
const STALLED_READER_MS = 600_000;
/** What comes from the socket is a twentieth of this: to hand on each piece would cost more than to read it. */
const BLOCK_BYTES = 128 * 1024;
const LINE_END = 10;

/**
 * Queries whose rows are taken as they are needed, all of them as they were at one moment: by COPY, which takes a third of what a cursor and the driver's rows do. On connections of their own, since
 * each keeps one for as long as it is read.
 */
export class RowStreams {
  private readonly pool: Pool;
  private readonly open = new Set<PoolClient>();

  constructor(url: string) {
    this.pool = openPool({ connectionString: url, max: CONNECTIONS, idleTimeoutMillis: IDLE_MS });
  }

  /** Blocks of whole lines. Leaving the loop ends the query, and so does the signal: who reads may never come back. */
  async *read(setScope: Statement, statement: Statement, signal?: AbortSignal): AsyncGenerator<Buffer> {
    signal?.throwIfAborted();
    const client = await this.pool.connect();
    const breakOff = (): void => this.release(client, false);
    signal?.addEventListener('abort', breakOff);
    this.open.add(client);
    let whole = false;
    let stalled: NodeJS.Timeout | undefined;
    try {
      await client.query('begin read only');
      await client.query(setScope.sql, [...setScope.params]);
      await client.query(`set local timezone = 'UTC'`);
      const lines = client.query(copyTo(`copy (${withLiterals(statement)}) to stdout (null '')`));
      lines.on('error', ignore); // whoever reads is told; who has left the loop need not be
      for await (const block of inBlocks(lines)) {
        stalled = setTimeout(breakOff, STALLED_READER_MS).unref();
        yield block;
        clearTimeout(stalled);
      }
      await client.query('commit');
      whole = true;
    } finally {
      clearTimeout(stalled);
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
    client.release(!whole);
  }
}

/** Rows of a block whose lines have one field, a JSON document: of what COPY escapes, that has backslashes alone. */
export const rowsIn = <Row>(block: Buffer): Row[] =>
  block
    .toString('utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line.replaceAll('\\\\', '\\')) as Row);

/** COPY takes no parameters. Literals without a type, as the driver sends parameters. */
const withLiterals = ({ sql, params }: Statement): string =>
  sql.replace(/\$(\d+)/g, (_, number: string) => pg.escapeLiteral(String(params[Number(number) - 1]))); // '$1'

async function* inBlocks(lines: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of lines) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < BLOCK_BYTES) continue;
    const read = Buffer.concat(pieces);
    const end = read.lastIndexOf(LINE_END) + 1;
    if (end > 0) yield read.subarray(0, end);
    pieces = [read.subarray(end)];
    bytes = read.length - end;
  }
  if (bytes > 0) yield Buffer.concat(pieces);
}

const ignore = (): void => undefined;
