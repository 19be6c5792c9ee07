// Real: PostgreSQL, the log, a consumer; metrics as Prometheus reads them.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createLogger, readMetrics, traceparentOf, withTraceparent } from '@ringfleet/observability';
import { createTestDatabase, type TestDatabase } from '@ringfleet/testing';
import { Consumer, type LogRecord } from '../src/index.js';
import { PostgresEventLog } from '../src/postgres/index.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const topic = { name: 'measured', kind: 'job', partitions: 1, retentionMs: 60_000 } as const;
const log = createLogger({ service: 'test', level: 'fatal' });

let database: TestDatabase;
let eventLog: PostgresEventLog;
beforeAll(async () => {
  database = await createTestDatabase();
  await PostgresEventLog.migrate(database.ownerUrl);
  eventLog = new PostgresEventLog({ databaseUrl: database.appUrl, log });
  await eventLog.ensureTopics([topic]);
});
afterAll(async () => {
  await eventLog.close();
  await database.drop();
});

it('counts what a consumer processes, what fails and what is put aside, and carries the trace of a batch on to its handler', async () => {
  const seen: (string | undefined)[] = [];
  const handler = async (records: readonly LogRecord[]): Promise<void> => {
    seen.push(traceparentOf()?.split('-')[1]);
    if (records.some(({ key }) => key === 'poison')) throw new Error('no');
  };
  const consumer = new Consumer({ eventLog, group: 'inventory', handlers: new Map([[topic.name, handler]]), log });
  await consumer.start();
  expect(await metric('ringfleet_dead_letters_total')).toBe(0);

  const producer = await eventLog.producer('files');
  const headers = withTraceparent(`00-${TRACE}-00f067aa0ba902b7-01`, () => ({ traceparent: traceparentOf() ?? '' }));
  await producer.append(['a', 'poison', 'b'].map((key) => ({ topic: topic.name, key, value: null, headers })));
  await consumer.caughtUp();
  await consumer.stop();

  expect(new Set(seen)).toEqual(new Set([TRACE]));
  expect(await metric('ringfleet_consumer_records_total')).toBe(2);
  expect(await metric('ringfleet_dead_letters_total')).toBe(1);
  expect(await metric('ringfleet_consumer_failures_total', 'kind="content"')).toBeGreaterThanOrEqual(5);
  expect(await metric('ringfleet_consumer_batch_seconds_count')).toBe(seen.length);
});

/** Its value for the topic of this suite. */
async function metric(name: string, label = ''): Promise<number> {
  const { text } = await readMetrics();
  const line = text.split('\n').find((one) => one.startsWith(`${name}{`) && one.includes('topic="measured"') && one.includes(label));
  return Number(line?.split(' ').at(-1));
}
