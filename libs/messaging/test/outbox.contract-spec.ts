// Real: a service's PostgreSQL database, the PostgreSQL event log in another, connections that are cut, processes that are killed.
import { type EventLog, OutboxRelay, type OutgoingRecord, outboxMigration, writeOutbox } from '@ringfleet/messaging';
import { Child, createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { append, gate, keys, newGroup, newTopic, record, textOf } from '@ringfleet/testing/contract';
import { fileURLToPath } from 'node:url';
import { Client, Pool } from 'pg';
import { asSuperuser, createTestLog, endConnections, silent, type TestLog } from './test-log.js';

const RELAY = fileURLToPath(new URL('relay-child.ts', import.meta.url));

describe('the outbox', () => {
  let log: TestLog;
  let database: TestDatabase;
  let eventLog: EventLog;
  let pool: Pool;
  let service: string;
  const relays: OutboxRelay[] = [];
  const otherLogs: EventLog[] = [];

  beforeAll(async () => {
    log = await createTestLog();
  });
  beforeEach(async () => {
    database = await createTestDatabase();
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(outboxMigration());
    await owner.query('create table things (id text primary key, version integer not null)');
    await owner.end();
    pool = new Pool({ connectionString: database.appUrl });
    pool.on('error', () => undefined);
    eventLog = log.open();
    service = newGroup();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    await Promise.all([eventLog, ...otherLogs.splice(0)].map((each) => each.close()));
    await pool.end();
    await database.drop();
  });
  afterAll(() => log.remove());

  async function startRelay(through = eventLog): Promise<OutboxRelay> {
    const relay = new OutboxRelay({ service, databaseUrl: database.appUrl, eventLog: through, log: silent });
    relays.push(relay);
    await relay.start();
    return relay;
  }

  /** Runs work in a transaction. */
  async function transaction(work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: database.appUrl });
    await client.connect();
    try {
      await client.query('begin');
      await work(client);
      await client.query('commit');
    } finally {
      await client.end();
    }
  }
  const write = (client: Client | Pool, records: readonly OutgoingRecord[]): Promise<void> =>
    writeOutbox((sql, params) => client.query(sql, [...params]), records);

  async function sent(topic: string): Promise<string[]> {
    const list: string[] = [];
    for await (const { key, value } of eventLog.read(topic, { from: 'start', follow: false })) list.push(`${key} ${textOf(value)}`);
    return list;
  }

  it('sends what was committed, whole, and nothing of what was rolled back', async () => {
    const topic = await newTopic(eventLog, 1);
    const relay = await startRelay();
    await transaction((client) => write(client, [record(topic, 'a', '1', { ce_id: 'x' }), { topic: topic.name, key: 'a', value: null, headers: {} }]));
    await transaction(async (client) => {
      await write(client, [record(topic, 'b', 'never')]);
      await client.query('rollback and chain');
    });
    await relay.drained();
    expect(await sent(topic.name)).toEqual(['a 1', 'a tombstone']);
    expect((await pool.query('select 1 from outbox')).rowCount).toBe(0);
  });

  it('packs a large write into few rows and sends it in order', async () => {
    const topic = await newTopic(eventLog, 1);
    const value = 'x'.repeat(400);
    await write(
      pool,
      keys(5_000).map((key) => record(topic, key, value)),
    );
    await write(pool, [record(topic, 'huge', 'y'.repeat(3_000_000)), record(topic, 'small', 'z')]);
    expect((await pool.query<{ count: number }>('select count from outbox order by id')).rows.map(({ count }) => count)).toEqual([2000, 2000, 1000, 1, 1]);
    const relay = await startRelay();
    await relay.drained();
    expect((await sent(topic.name)).map((text) => text.split(' ')[0])).toEqual([...keys(5_000), 'huge', 'small']);
  });

  it('says what waits and since when', async () => {
    const topic = await newTopic(eventLog, 1);
    const relay = new OutboxRelay({ service, databaseUrl: database.appUrl, eventLog, log: silent });
    expect(await relay.backlog()).toEqual({ records: 0, ageMs: 0 });
    await write(
      pool,
      keys(1_500).map((key) => record(topic, key, 'x')),
    );
    await asSuperuser(database.name, `update outbox set created_at = created_at - interval '1 hour'`);
    const { records, ageMs } = await relay.backlog();
    expect(records).toBe(1_500);
    expect(Math.round(ageMs / 60_000)).toBe(60);
    await relay.start();
    await relay.drained();
    expect((await relay.backlog()).records).toBe(0);
    await relay.stop();
  });

  it('sends what becomes visible late with a smaller id', async () => {
    const topic = await newTopic(eventLog, 1);
    const relay = await startRelay();
    const [written, mayCommit] = [gate(), gate()];
    const slow = transaction(async (client) => {
      await write(client, [record(topic, 'slow', '1')]);
      written.open();
      await mayCommit.passed;
    });
    await written.passed;
    await transaction((client) => write(client, [record(topic, 'fast', '2')]));
    await relay.drained();
    expect(await sent(topic.name)).toEqual(['fast 2']);
    mayCommit.open();
    await slow;
    await relay.drained();
    expect(await sent(topic.name)).toEqual(['fast 2', 'slow 1']);
  });

  it('keeps the order of each key while many transactions change the same things', async () => {
    const topic = await newTopic(eventLog);
    const things = keys(4);
    await pool.query('insert into things select id, 0 from unnest($1::text[]) as id', [things]);
    const relay = await startRelay();
    const change = (id: string): Promise<void> =>
      transaction(async (client) => {
        const { rows } = await client.query<{ version: number }>('update things set version = version + 1 where id = $1 returning version', [id]);
        await write(client, [record(topic, id, String(rows[0]?.version))]);
      });
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (let round = 0; round < 10; round++) for (const id of things) await change(id);
      }),
    );
    await relay.drained();
    const list = await sent(topic.name);
    for (const id of things) expect(list.filter((text) => text.startsWith(id))).toEqual(Array.from({ length: 60 }, (_, index) => `${id} ${index + 1}`));
  });

  it('is sent by one relay at a time; when that one loses its connection another goes on', async () => {
    const topic = await newTopic(eventLog, 1);
    await startRelay();
    const otherLog = log.open();
    otherLogs.push(otherLog);
    const other = await startRelay(otherLog);
    for (let round = 0; round < 3; round++) {
      const records = keys(50).map((key) => record(topic, `${round}-${key}`, 'x'));
      await transaction((client) => write(client, records)); // on a connection that was not cut
      await endConnections(database.name);
    }
    await other.drained();
    const list = await sent(topic.name);
    const expected = [0, 1, 2].flatMap((round) => keys(50).map((key) => `${round}-${key} x`));
    expect(expected.filter((text) => !list.includes(text))).toEqual([]);
  });

  it('repeats what a killed relay had sent and not yet removed, and loses nothing', async () => {
    const topic = await newTopic(eventLog, 1);
    await write(pool, [record(topic, 'a', '1'), record(topic, 'b', '1')]);
    const victim = Child.start(RELAY, [service], { OUTBOX_URL: database.appUrl, ...log.child.env });
    expect(await victim.said()).toBe('sent');
    expect(await sent(topic.name)).toEqual(['a 1', 'b 1']);
    await victim.kill();
    await write(pool, [record(topic, 'a', '2')]);
    const relay = await startRelay();
    await relay.drained();
    expect(await sent(topic.name)).toEqual(['a 1', 'b 1', 'a 1', 'b 1', 'a 2']);
  });

  it('steps down when a newer relay has taken over, and sends nothing as the old one', async () => {
    const topic = await newTopic(eventLog, 1);
    const relay = await startRelay();
    await write(pool, [record(topic, 'a', '1')]);
    await relay.drained();
    const newer = await eventLog.producer(service);
    await newer.append([record(topic, 'b', 'of the newer one')]);
    await write(pool, [record(topic, 'a', '2')]);
    await relay.drained(); // as a leader again, with a number of its own
    expect(await sent(topic.name)).toEqual(['a 1', 'b of the newer one', 'a 2']);
    await expect(newer.append([record(topic, 'b', 'late')])).rejects.toThrow('taken over');
  });

  it('waits for a log that is away, without end and without loss', async () => {
    const topic = await newTopic(eventLog, 1);
    const relay = await startRelay();
    await write(pool, [record(topic, 'a', '1')]);
    await relay.drained();
    await asSuperuser('postgres', `alter database ${log.database.name} allow_connections false`);
    await log.disconnect();
    await write(pool, [record(topic, 'a', '2')]);
    await expect(append(eventLog, [record(topic, 'c', 'x')])).rejects.toThrow();
    await asSuperuser('postgres', `alter database ${log.database.name} allow_connections true`);
    await relay.drained();
    expect(await sent(topic.name)).toEqual(['a 1', 'a 2']);
  });
});
