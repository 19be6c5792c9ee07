// Real: PostgreSQL. The logs of libs/testing that deliver twice, or late.
import { DoublingEventLog, HeldEventLog } from '@ringfleet/testing/event-logs';
import { append, keys, newGroup, newTopic, Received, record } from '@ringfleet/testing/contract';
import { createTestLog, type TestLog } from './test-log.js';

describe('logs that suites put around the real one', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await createTestLog();
  });
  afterAll(() => log.remove());

  it('deliver each batch twice', async () => {
    const eventLog = new DoublingEventLog(log.open());
    const topic = await newTopic(eventLog, 1);
    await append(
      eventLog,
      keys(3).map((key) => record(topic, key, 'x')),
    );
    const received = new Received();
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: received.onBatch });
    await subscription.caughtUp();
    expect(received.keys).toEqual([...keys(3), ...keys(3)]);
    await eventLog.close();
  });

  it('hold one group back until it is released, and no other', async () => {
    const eventLog = new HeldEventLog(log.open());
    const topic = await newTopic(eventLog);
    const [held, free] = [newGroup(), newGroup()];
    const [late, early] = [new Received(), new Received()];
    eventLog.hold(held);
    const lateOne = await eventLog.subscribe({ group: held, topics: [topic.name], onBatch: late.onBatch });
    const earlyOne = await eventLog.subscribe({ group: free, topics: [topic.name], onBatch: early.onBatch });
    await append(
      eventLog,
      keys(10).map((key) => record(topic, key, 'x')),
    );
    await earlyOne.caughtUp();
    expect(early.keys).toHaveLength(10);
    expect(late.keys).toEqual([]);
    eventLog.release(held);
    await lateOne.caughtUp();
    expect(late.keys).toHaveLength(10);
    eventLog.hold(held);
    await append(
      eventLog,
      keys(10).map((key) => record(topic, key, 'y')),
    );
    await eventLog.close();
  });
});
