// Real: PostgreSQL, its connections, child processes and their death.
import type { LogRecord, More } from '@ringfleet/messaging';
import { append, eventLogContract, keys, newGroup, newTopic, record } from '@ringfleet/testing/contract';
import { createTestLog, type TestLog } from './test-log.js';

eventLogContract('PostgreSQL', createTestLog);

describe('the event log on PostgreSQL, beyond what every log does', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await createTestLog();
  });
  afterAll(() => log.remove());

  it('gives a handler that asks what has come behind its batch, until the batch has its number of records; if it fails, all of it comes again', async () => {
    const eventLog = log.open();
    const topic = await newTopic(eventLog, 1);
    const write = (...names: string[]): Promise<void> =>
      append(
        eventLog,
        names.map((key) => record(topic, key, 'x')),
      );
    await write('a', 'b');
    const batches: string[][] = [];
    const onBatch = async (records: readonly LogRecord[], _signal: AbortSignal, more: More): Promise<void> => {
      if (batches.length === 0) await write('c', 'd', 'e');
      const all: LogRecord[] = [];
      for (let some = records; some.length > 0; some = await more()) all.push(...some);
      batches.push(all.map(({ key }) => key));
      if (batches.length === 1) throw new Error('not yet');
    };
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch, maxRecords: 4 });
    await subscription.caughtUp(); // with what was there when it began
    await subscription.caughtUp(); // and with what the handler wrote
    expect(batches).toEqual([['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'], ['e']]);
    await eventLog.close();
  });

  it('numbers the records of a partition without gaps, so that the lag is the count of records', async () => {
    const eventLog = log.open();
    const topic = await newTopic(eventLog, 1);
    const reject = (): Promise<never> => Promise.reject(new Error('this group is in trouble'));
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: reject });
    const write = async (): Promise<void> => {
      for (let round = 0; round < 10; round++)
        await append(
          eventLog,
          keys(3).map((key) => record(topic, key, 'x')),
        );
    };
    await Promise.all([write(), write(), write()]);
    const offsets: number[] = [];
    for await (const { offset } of eventLog.read(topic.name, { from: 'start', follow: false })) offsets.push(Number(offset));
    expect(offsets).toEqual(Array.from({ length: 90 }, (_, index) => index));
    expect(await subscription.lag()).toBe(90n);
    await eventLog.close();
  });
});
