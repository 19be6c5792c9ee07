// Real: PostgreSQL, its snapshots and its connections.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '@ringfleet/kernel';
import { isTransient } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { Client } from 'pg';

let server: TestDatabase;
let owner: Client;
let superuser: Client;
let database: Database;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = new Client({ connectionString: server.ownerUrl });
  superuser = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
  await Promise.all([owner.connect(), superuser.connect()]);
  await owner.query('create table things (id integer primary key); insert into things select generate_series(1, 5000)');
  database = await Database.open({ ...server, entities: [], migrations: [], poolSize: 2 });
});

afterAll(async () => {
  await database.close();
  await Promise.all([owner.end(), superuser.end()]);
  await server.drop();
});

const things = (sql = 'select id from things where id > $1 order by id', params: unknown[] = [0], signal?: AbortSignal) =>
  database.stream(SYSTEM, { sql, params }, signal);
const READING = `from pg_stat_activity where datname = $1 and query like 'copy (%' and state <> 'idle'`;
const readers = async (): Promise<number> => (await superuser.query(`select ${READING}`, [server.name])).rowCount ?? 0;
const breakReaders = () => superuser.query(`select pg_terminate_backend(pid, 10000) ${READING}`, [server.name]);

async function toTheEnd(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

const linesOf = (block: Buffer): string[] => block.toString('utf8').split('\n').slice(0, -1);

async function allLines(stream: AsyncIterable<Buffer>): Promise<string[]> {
  const lines: string[] = [];
  for await (const block of stream) lines.push(...linesOf(block));
  return lines;
}

/** Many blocks. */
const WIDE = `select id, repeat('x', 1000) from things where id > $1 order by id`;

describe('a stream of rows', () => {
  it('gives all rows as they were when it began, in blocks of whole lines, whatever is written meanwhile', async () => {
    const ids: number[] = [];
    let blocks = 0;
    for await (const block of things(WIDE)) {
      if (blocks++ === 0) await owner.query('delete from things where id > 2500');
      expect(block.length).toBeLessThan(1_000_000);
      ids.push(...linesOf(block).map((line) => Number(line.split('\t')[0])));
    }
    expect(blocks).toBeGreaterThan(5);
    expect(ids).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 1));
  });

  it('reads under the scope, writes times in UTC, nothing for null, and marks what would end a field or a line', async () => {
    const sql = `select current_setting('rf.scope'), timestamptz '2026-11-21T17:49:36.5Z', null, $1, true`;
    expect(await allLines(things(sql, [`it's a\ttab, a\nline and a \\`]))).toEqual([
      String.raw`system	2026-11-21 17:49:36.5+00		it's a\ttab, a\nline and a \\	t`,
    ]);
  });

  it('takes parameters as text that nothing in it can end', async () => {
    for (const hostile of [`'`, `''`, `\\'; select 1; --`, '$1', `E'\\''`, '"', ') to stdout; --']) {
      expect(await allLines(things('select $1 = $2, length($1)', [hostile, hostile]))).toEqual([`t	${hostile.length}`]);
    }
  });

  it('is broken off by who leaves the loop, more often than there are connections for it', async () => {
    for (let time = 0; time < 10; time++) {
      for await (const block of things(WIDE)) if (block.length > 0 && (await readers()) > 0) break;
    }
    expect((await allLines(things())).length).toBe(2_500);
  });

  it('is broken off by the signal, though nobody reads on', async () => {
    for (let time = 0; time < 10; time++) {
      const stop = new AbortController();
      const stream = things(WIDE, [0], stop.signal);
      await stream.next();
      stop.abort();
      if (time === 0) await expect(toTheEnd(stream)).rejects.toThrow();
    }
  });

  it('throws what PostgreSQL says, and what breaks the connection in the middle of it, and works again', async () => {
    const read = async (sql: string): Promise<void> => {
      for await (const block of things(sql)) if (block.length > 0) await breakReaders();
    };
    await expect(read('select id / 0 from things where id > $1')).rejects.toMatchObject({ code: '22012' });
    expect(await read(WIDE).catch(isTransient)).toBe(true);
    expect((await allLines(things())).length).toBe(2_500);
  });

  it('does not keep the database from being closed', async () => {
    const other = await Database.open({ ...server, entities: [], migrations: [] });
    const stream = other.stream(SYSTEM, { sql: WIDE, params: [0] });
    await stream.next();
    await other.close();
    await expect(toTheEnd(stream)).rejects.toThrow();
  });
});
