// Real: a PostgreSQL server of its own, durable, one of whose processes is killed: it drops all connections, recovers from its log and goes on.
import { Consumer, type LogRecord, OutboxRelay, outboxMigration, writeOutbox } from '@ringfleet/messaging';
import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { type Postgres, startPostgres } from '@ringfleet/testing';
import { newGroup, newTopic, Received, record } from '@ringfleet/testing/contract';
import { Client } from 'pg';
import { silent } from './test-log.js';

const THINGS = ['a', 'b', 'c', 'd', 'e'];
const CRASHES = 3;

async function inSession<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Asks again while the server is away. */
async function withoutEnd<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }
}

/** Kills a server process of another connection, as the kernel does when memory runs out. */
async function crash(url: string): Promise<void> {
  const find = `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1`;
  await withoutEnd(() =>
    inSession(url, async (client) => {
      const { rows } = await client.query<{ pid: number }>(find);
      if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
    }),
  );
}

describe('outbox, log and consumers over crashes of PostgreSQL', () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres({ durable: true });
    await PostgresEventLog.migrate(server.url());
    await inSession(server.url(), (client) =>
      client.query(
        `${outboxMigration()} create table things (id text primary key, version integer not null); insert into things select id, 0 from unnest('{${THINGS.join(',')}}'::text[]) as id`,
      ),
    );
  });
  afterAll(() => server.stop());

  it('lose nothing that was committed, keep the order of each key, and go on by themselves', async () => {
    const url = server.url();
    const eventLog = new PostgresEventLog({ databaseUrl: url, log: silent });
    const topic = await newTopic(eventLog);
    const relay = new OutboxRelay({ service: newGroup(), databaseUrl: url, eventLog, log: silent });
    const received = new Received();
    const handler = async (records: readonly LogRecord[]): Promise<void> => received.onBatch(records);
    const consumer = new Consumer({ eventLog, group: newGroup(), handlers: new Map([[topic.name, handler]]), log: silent });
    await relay.start();
    await consumer.start();

    const change = (id: string): Promise<void> =>
      inSession(url, async (client) => {
        await client.query('begin');
        const { rows } = await client.query<{ version: number }>('update things set version = version + 1 where id = $1 returning version', [id]);
        await writeOutbox((sql, params) => client.query(sql, [...params]), [record(topic, id, String(rows[0]?.version))]);
        await client.query('commit');
      });
    for (let round = 1; round <= CRASHES; round++) {
      const heard = received.records.length;
      for (const id of THINGS) await withoutEnd(() => change(id));
      await received.until(({ records }) => records.length > heard);
      const changes = Promise.all(THINGS.map((id) => withoutEnd(() => change(id))));
      await crash(url);
      await changes;
    }
    await withoutEnd(() => relay.drained());
    await consumer.caughtUp();
    const versions = await inSession(url, async (client) => (await client.query<{ id: string; version: number }>('select id, version from things')).rows);
    for (const { id, version } of versions) {
      const firsts = [...new Set(received.texts(id))].map(Number);
      expect(firsts).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    }
    await consumer.stop();
    await relay.stop();
    await eventLog.close();
  });
});
