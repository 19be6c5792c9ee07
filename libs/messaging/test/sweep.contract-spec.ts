// Real: PostgreSQL. Time passes by making what is stored older, and by the time that is passed in.
import type { Topic } from '@ringfleet/messaging';
import type { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { append, keys, newGroup, newTopic, Received, record, textOf } from '@ringfleet/testing/contract';
import { asSuperuser, createTestLog, type TestLog } from './test-log.js';

const DAY_MS = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS);

describe('the sweep of the log', () => {
  let log: TestLog;
  let eventLog: PostgresEventLog;
  beforeAll(async () => {
    log = await createTestLog();
  });
  beforeEach(() => {
    eventLog = log.open();
  });
  afterEach(() => eventLog.close());
  afterAll(() => log.remove());

  async function stateTopic(partitions = 2): Promise<Topic> {
    const topic: Topic = { ...(await newTopic(eventLog, partitions)), kind: 'state', retentionMs: 7 * DAY_MS };
    await eventLog.ensureTopics([topic]);
    return topic;
  }
  const older = (days: number): Promise<void> => asSuperuser(log.database.name, `update batches set appended_at = appended_at - interval '${days} days'`);
  const tombstone = (topic: Topic, key: string) => ({ topic: topic.name, key, value: null, headers: { ce_sequence: '9' } });

  async function stored(topic: Topic): Promise<string[]> {
    const list: string[] = [];
    for await (const { key, value, offset } of eventLog.read(topic.name, { from: 'start', follow: false })) list.push(`${offset} ${key} ${textOf(value)}`);
    return list;
  }

  it('removes records of job topics when their time is over, and groups that had not read them are caught up', async () => {
    const topic: Topic = { ...(await newTopic(eventLog)), retentionMs: 2 * DAY_MS };
    await eventLog.ensureTopics([topic]);
    const group = newGroup();
    await append(
      eventLog,
      keys(20).map((key) => record(topic, key, 'old')),
    );
    await older(1);
    await append(eventLog, [record(topic, 'a', 'new')]);
    await eventLog.sweep(inDays(0.9));
    expect(await stored(topic)).toHaveLength(21);
    await eventLog.sweep(inDays(1.1));
    expect((await stored(topic)).map((text) => text.slice(2))).toEqual(['a new']);
    await eventLog.sweep(inDays(2.1));
    expect(await stored(topic)).toEqual([]);
    const subscription = await eventLog.subscribe({ group, topics: [topic.name], onBatch: () => Promise.reject(new Error('there is nothing to hear')) });
    await subscription.caughtUp();
    expect(await subscription.lag()).toBe(0n);
  });

  it('keeps of each key of a state topic the last old record and all that are younger, at their offsets', async () => {
    const topic = await stateTopic(1);
    await append(
      eventLog,
      ['a', 'b', 'a', 'c', 'a'].map((key, index) => record(topic, key, String(index), { n: String(index) })),
    );
    await append(eventLog, [record(topic, 'b', '5')]);
    await older(8);
    await append(
      eventLog,
      ['a', 'a', 'c'].map((key, index) => record(topic, key, String(index + 6))),
    );
    await eventLog.sweep(inDays(0));
    expect(await stored(topic)).toEqual(['3 c 3', '4 a 4', '5 b 5', '6 a 6', '7 a 7', '8 c 8']);
    await older(8);
    await append(eventLog, [record(topic, 'd', '9')]);
    await eventLog.sweep(inDays(0));
    expect(await stored(topic)).toEqual(['5 b 5', '7 a 7', '8 c 8', '9 d 9']);
  });

  it('keeps a tombstone twice the time, then nothing of its key is left', async () => {
    const topic = await stateTopic(1);
    await append(eventLog, [record(topic, 'a', '0'), record(topic, 'b', '1'), tombstone(topic, 'a')]);
    await eventLog.sweep(inDays(8));
    expect(await stored(topic)).toEqual(['1 b 1', '2 a tombstone']);
    await eventLog.sweep(inDays(13.9));
    expect(await stored(topic)).toEqual(['1 b 1', '2 a tombstone']);
    await eventLog.sweep(inDays(14.1));
    expect(await stored(topic)).toEqual(['1 b 1']);
    await append(eventLog, [record(topic, 'a', 'again')]);
    expect(await stored(topic)).toEqual(['1 b 1', '3 a again']);
  });

  it('lets readers in the middle of a compacted batch miss nothing and repeat nothing', async () => {
    const topic = await stateTopic(1);
    await append(
      eventLog,
      keys(50).flatMap((key) => [record(topic, key, 'first'), record(topic, key, 'last')]),
    );
    const group = newGroup();
    const received = new Received();
    const early = await eventLog.subscribe({
      group,
      topics: [topic.name],
      maxRecords: 31,
      onBatch: async (records) => {
        if (received.records.length > 0) throw new Error('the first batch is enough');
        await received.onBatch(records);
      },
    });
    await received.until(({ records }) => records.length === 31);
    await early.stop();
    await eventLog.sweep(inDays(8));
    const subscription = await eventLog.subscribe({ group, topics: [topic.name], maxRecords: 7, onBatch: received.onBatch });
    await subscription.caughtUp();
    const offsets = received.records.map(({ offset }) => Number(offset));
    expect(offsets).toEqual([...Array.from({ length: 31 }, (_, index) => index), ...Array.from({ length: 35 }, (_, index) => 31 + 2 * index)]);
    expect(keys(50).map((key) => received.texts(key).at(-1))).toEqual(keys(50).map(() => 'last'));
  });

  it('compacts more keys than it remembers at a time', async () => {
    const topic = await stateTopic(1);
    const many = keys(60_000);
    await append(
      eventLog,
      many.map((key) => record(topic, key, 'first')),
    );
    await append(
      eventLog,
      many.map((key) => record(topic, key, 'last')),
    );
    await eventLog.sweep(inDays(8));
    let count = 0;
    for await (const { value } of eventLog.read(topic.name, { from: 'start', follow: false })) {
      if (textOf(value) === 'last') count++;
      else throw new Error('a record that was replaced is still there');
    }
    expect(count).toBe(60_000);
  });

  it('is done by one at a time, while others append and read', async () => {
    const topic = await stateTopic(2);
    for (let round = 0; round < 10; round++)
      await append(
        eventLog,
        keys(40).map((key) => record(topic, key, String(round))),
      );
    await older(8);
    const received = new Received();
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: received.onBatch });
    const others = [log.open(), log.open()];
    await Promise.all([
      ...others.map((other) => other.sweep(inDays(0))),
      eventLog.sweep(inDays(0)),
      append(
        eventLog,
        keys(40).map((key) => record(topic, key, 'young')),
      ),
    ]);
    await subscription.caughtUp();
    expect(keys(40).map((key) => received.texts(key).slice(-2))).toEqual(keys(40).map(() => ['9', 'young']));
    expect((await stored(topic)).length).toBe(80);
    await Promise.all(others.map((other) => other.close()));
  });
});
