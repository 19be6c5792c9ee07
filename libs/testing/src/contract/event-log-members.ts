import type { LogRecord } from '@ringfleet/messaging';
import { fileURLToPath } from 'node:url';
import { Child } from '../child.js';
import type { LogContext } from './event-log-under-test.js';
import { append, gate, keys, newGroup, newTopic, record } from './log-fixtures.js';
import { Received } from './received.js';

const CHILD = fileURLToPath(new URL('event-log-child.ts', import.meta.url));

/** Groups, their members, and what becomes of their places when something dies. */
export function eventLogMembers({ log, open }: LogContext): void {
  const child = (group: string, topic: string, mode: 'pass' | 'hold'): Child => Child.start(CHILD, [log().child.module, group, topic, mode], log().child.env);

  it('gives everything to each group, whatever another one does', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    const [one, other] = [new Received(), new Received()];
    const failing = await open().subscribe({ group: newGroup(), topics: [topic.name], onBatch: () => Promise.reject(new Error('this group is in trouble')) });
    await append(
      eventLog,
      keys(50).map((key) => record(topic, key, 'x')),
    );
    const early = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: one.onBatch });
    const late = await open().subscribe({ group: newGroup(), topics: [topic.name], onBatch: other.onBatch });
    await Promise.all([early.caughtUp(), late.caughtUp()]);
    expect(one.keys.toSorted()).toEqual(keys(50).toSorted());
    expect(other.keys.toSorted()).toEqual(keys(50).toSorted());
    expect(await failing.lag()).toBeGreaterThanOrEqual(50n);
    expect(await early.lag()).toBe(0n);
  });

  it('gives records again that a killed process had not finished', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const group = newGroup();
    await append(
      eventLog,
      keys(5).map((key) => record(topic, key, 'x')),
    );
    const victim = child(group, topic.name, 'hold');
    expect(await victim.said()).toEqual(keys(5));
    await victim.kill();
    const received = new Received();
    const subscription = await eventLog.subscribe({ group, topics: [topic.name], onBatch: received.onBatch });
    await subscription.caughtUp();
    expect(received.keys).toEqual(keys(5));
  });

  it('shares partitions among the members of a group, and goes on with all of them when one is killed', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 4);
    const group = newGroup();
    const received = new Received();
    const subscription = await eventLog.subscribe({ group, topics: [topic.name], onBatch: received.onBatch });
    await append(
      eventLog,
      keys(40).map((key) => record(topic, key, 'alone')),
    );
    await subscription.caughtUp();
    expect(new Set(received.records.map(({ partition }) => partition)).size).toBe(4);

    const other = child(group, topic.name, 'pass');
    const producer = await eventLog.producer(newGroup());
    const heardByOther = other.said<string[]>();
    let shared = false;
    void heardByOther.then(() => (shared = true));
    while (!shared) await producer.append(keys(40).map((key) => record(topic, key, 'shared')));
    await other.kill();
    received.records.length = 0;
    await producer.append(keys(40).map((key) => record(topic, key, 'after')));
    await subscription.caughtUp();
    expect(keys(40).filter((key) => !received.texts(key).includes('after'))).toEqual([]);
    expect((await heardByOther).length).toBeGreaterThan(0);
  });

  it('gives each partition to one member at a time', async () => {
    const [one, other] = [open(), open()];
    const topic = await newTopic(one, 6);
    const group = newGroup();
    const [first, second] = [new Received(), new Received()];
    await append(
      one,
      keys(60).map((key) => record(topic, key, 'x')),
    );
    const members = [
      await one.subscribe({ group, topics: [topic.name], onBatch: first.onBatch, maxRecords: 5 }),
      await other.subscribe({ group, topics: [topic.name], onBatch: second.onBatch, maxRecords: 5 }),
    ];
    await Promise.all(members.map((member) => member.caughtUp()));
    expect([...first.keys, ...second.keys].toSorted()).toEqual(keys(60).toSorted());
  });

  it('leaves no member without work while there are as many partitions as members', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 4);
    const group = newGroup();
    const members = [new Received(), new Received(), new Received()];
    for (const { onBatch } of members) await open().subscribe({ group, topics: [topic.name], onBatch });
    const producer = await eventLog.producer(newGroup());
    const working = Promise.all(members.map((member) => member.until(({ records }) => records.length > 0)));
    let all = false;
    void working.then(() => (all = true));
    while (!all) await producer.append(keys(40).map((key) => record(topic, key, 'x')));
  });

  it('finishes the batch under way before it stops, and the next member goes on after it', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const group = newGroup();
    const [begun, finish] = [gate(), gate()];
    const finished: string[] = [];
    await append(
      eventLog,
      keys(4).map((key) => record(topic, key, 'x')),
    );
    const onBatch = async (records: readonly LogRecord[]): Promise<void> => {
      begun.open();
      await finish.passed;
      finished.push(...records.map(({ key }) => key));
    };
    const subscription = await eventLog.subscribe({ group, topics: [topic.name], onBatch, maxRecords: 3 });
    await begun.passed;
    const stopped = subscription.stop();
    finish.open();
    await stopped;
    expect(finished).toEqual(['key-0', 'key-1', 'key-2']);
    const received = new Received();
    await (await eventLog.subscribe({ group, topics: [topic.name], onBatch: received.onBatch })).caughtUp();
    expect(received.keys).toEqual(['key-3']);
  });

  it('is caught up when the group has passed what was there, and not before', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    const empty = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: async () => undefined });
    await empty.caughtUp();
    await append(
      eventLog,
      keys(20).map((key) => record(topic, key, 'x')),
    );
    const pass = gate();
    let passed = 0;
    const onBatch = async (records: readonly LogRecord[]): Promise<void> => {
      await pass.passed;
      passed += records.length;
    };
    const other = await newTopic(eventLog);
    const subscription = await open().subscribe({ group: newGroup(), topics: [topic.name, other.name], onBatch });
    const caughtUp = subscription.caughtUp().then(() => passed);
    expect(await subscription.lag()).toBeGreaterThanOrEqual(20n);
    expect(await subscription.lag(topic.name)).toBeGreaterThanOrEqual(20n);
    expect(await subscription.lag(other.name)).toBe(0n);
    pass.open();
    expect(await caughtUp).toBe(20);
    expect(await subscription.lag()).toBe(0n);
    await subscription.stop();
    await append(eventLog, [record(topic, 'a', 'unheard')]);
    await expect(subscription.caughtUp()).rejects.toThrow('stopped');
  });

  it('brings a batch again that was rejected, while other partitions go on', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 8);
    const received = new Received();
    const stuck = gate();
    let rejected = 0;
    await append(
      eventLog,
      keys(80).map((key) => record(topic, key, 'x')),
    );
    const onBatch = async (records: readonly LogRecord[]): Promise<void> => {
      if (records.some(({ key }) => key === 'key-0') && rejected++ < 3) {
        if (rejected === 3) stuck.open();
        throw new Error('not now');
      }
      await received.onBatch(records);
    };
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch });
    await stuck.passed;
    expect(received.keys).not.toContain('key-0');
    expect(new Set(received.records.map(({ partition }) => partition)).size).toBe(7);
    await subscription.caughtUp();
    expect(received.keys.toSorted()).toEqual(keys(80).toSorted());
    expect(rejected).toBe(4);
  });

  it('tells a handler that its partition is lost, and goes on by itself when the engine is back', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const received = new Received();
    const [begun, lost] = [gate(), gate()];
    await append(eventLog, [record(topic, 'a', '1')]);
    const onBatch = async (records: readonly LogRecord[], signal: AbortSignal): Promise<void> => {
      await received.onBatch(records);
      if (received.records.length > 1) return;
      signal.addEventListener('abort', lost.open);
      begun.open();
      await lost.passed;
    };
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch });
    await begun.passed;
    await log().disconnect();
    await lost.passed;
    await received.until(({ records }) => records.length >= 2);
    await append(open(), [record(topic, 'a', '2')]);
    await subscription.caughtUp();
    expect(received.texts()).toEqual(['1', '1', '2']);
  });
}
