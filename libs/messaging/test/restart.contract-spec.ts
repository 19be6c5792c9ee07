// Real: a PostgreSQL of this suite's own that crashes and recovers; it writes through to the disk.
import { type EventLog, isTransient, OutboxRelay, outboxMigration, type Subscription, type Topic, writeOutbox } from '@ringfleet/messaging';
import { createTestDatabase, type Postgres, startPostgres, type TestDatabase } from '@ringfleet/testing';
import { keys, newGroup, newTopic, Received, record } from '@ringfleet/testing/contract';
import { Client } from 'pg';
import { createTestLog, silent, type TestLog } from './test-log.js';

const THINGS = keys(4);
const CRASHES = 3;

describe('when PostgreSQL crashes and recovers', () => {
  let server: Postgres;
  let log: TestLog;
  let database: TestDatabase;
  const logs: EventLog[] = [];
  const enough = new AbortController();
  const changing: Promise<void>[] = [];

  beforeAll(async () => {
    server = await startPostgres({ durable: true });
    process.env['TEST_DATABASE_URL'] = server.url();
    [log, database] = await Promise.all([createTestLog(), createTestDatabase()]);
    await onDatabase(database.ownerUrl, async (owner) => {
      await owner.query(outboxMigration());
      await owner.query('create table things (id text primary key, version integer not null default 0)');
      await owner.query('insert into things select unnest($1::text[])', [THINGS]);
    });
  });
  afterAll(async () => {
    enough.abort();
    await Promise.allSettled(changing); // or they would go on trying
    await Promise.all(logs.map((each) => each.close()));
    await server.stop();
  });

  async function onDatabase(url: string, work: (client: Client) => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      await work(client);
    } finally {
      await client.end();
    }
  }

  /** Kills one process of the server, which then ends all others and starts again from what is on the disk. Resolves when it has begun to. */
  async function crash(): Promise<void> {
    await untilThere(() =>
      onDatabase(server.url(), async (witness) => {
        const ended = new Promise((resolve) => witness.once('end', resolve));
        await onDatabase(server.url(), async (victim) => {
          const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
          if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
        });
        await ended;
      }),
    );
  }

  /** Again and again while the server is away. */
  async function untilThere(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
    }
  }

  function open(): EventLog {
    const eventLog = log.open();
    logs.push(eventLog);
    return eventLog;
  }

  /** Changes things and tells of it, one transaction after the other, over as many connections as it takes, until told to stop. */
  const changeThings = (topic: Topic): Promise<void> =>
    untilThere(() =>
      onDatabase(database.appUrl, async (client) => {
        for (let round = 0; !enough.signal.aborted; round++) await change(client, topic, THINGS[round % THINGS.length] ?? '');
      }),
    );

  async function change(client: Client, topic: Topic, id: string): Promise<void> {
    await client.query('begin');
    const { rows } = await client.query<{ version: number }>('update things set version = version + 1 where id = $1 returning version', [id]);
    await writeOutbox((sql, params) => client.query(sql, [...params]), [record(topic, id, String(rows[0]?.version))]);
    await client.query('commit');
  }

  it('relay, producer and all members of a group go on by themselves: nothing is lost, each key stays in order', async () => {
    const topic = await newTopic(open());
    const group = newGroup();
    const received = new Received();
    const members: Subscription[] = [];
    for (let member = 0; member < 2; member++) members.push(await open().subscribe({ group, topics: [topic.name], onBatch: received.onBatch }));
    const relay = new OutboxRelay({ service: newGroup(), databaseUrl: database.appUrl, eventLog: open(), log: silent });
    await relay.start();

    changing.push(changeThings(topic), changeThings(topic));
    for (let crashes = 0; crashes < CRASHES; crashes++) {
      const before = received.records.length;
      await received.until(({ records }) => records.length >= before + 40);
      await crash();
    }
    const last = received.records.length;
    await received.until(({ records }) => records.length >= last + 40);
    enough.abort();
    await Promise.all(changing);
    await relay.drained();
    await members[0]?.caughtUp();

    await onDatabase(database.appUrl, async (client) => {
      const { rows } = await client.query<{ id: string; version: number }>('select id, version from things order by id');
      expect(rows.map(({ id }) => id)).toEqual(THINGS);
      for (const { id, version } of rows) expect([...new Set(received.texts(id))]).toEqual(Array.from({ length: version }, (_, index) => String(index + 1)));
    });
    await relay.stop();
    for (const member of members) await member.stop();
  });
});
