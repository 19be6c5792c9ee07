// Real: PostgreSQL, its connections, child processes and their death.
import { append, eventLogContract, keys, newGroup, newTopic, record } from '@ringfleet/testing/contract';
import { createTestLog, type TestLog } from './test-log.js';

eventLogContract('PostgreSQL', createTestLog);

describe('the event log on PostgreSQL, beyond what every log does', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await createTestLog();
  });
  afterAll(() => log.remove());

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
