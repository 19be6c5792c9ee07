import { type BatchHandler, Consumer, listDeadLetters, type LogRecord, resendDeadLetter } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import type { LogContext } from './event-log-under-test.js';
import { append, keys, newGroup, newTopic, record } from './log-fixtures.js';
import { Received, textOf } from './received.js';

const log = createLogger({ service: 'test', level: 'fatal' });

/** Failures of handlers: what is tried again, what is put aside. */
export function eventLogConsumers({ open }: LogContext): void {
  it('puts a poison record aside with its reason, and the partition moves on; sent again, it is heard and no longer listed', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const group = newGroup();
    const received = new Received();
    let poison = true;
    const handler = async (records: readonly LogRecord[]): Promise<void> => {
      if (poison && records.some(({ key }) => key === 'key-13')) throw new RangeError('thirteen is not a number we like');
      await received.onBatch(records);
    };
    await append(
      eventLog,
      keys(40).map((key) => record(topic, key, `about ${key}`, { ce_id: key })),
    );
    const consumer = new Consumer({ eventLog, group, handlers: new Map([[topic.name, handler]]), log });
    await consumer.start();
    await consumer.caughtUp();
    expect(received.keys).toEqual(keys(40).filter((key) => key !== 'key-13'));

    const [letter, ...others] = await listDeadLetters(eventLog, { topic: topic.name });
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      id: `${topic.name}/0/13/${group}`,
      topic: topic.name,
      key: 'key-13',
      group,
      reason: 'RangeError: thirteen is not a number we like',
      headers: { ce_id: 'key-13' },
    });
    expect(textOf(letter?.value ?? null)).toBe('about key-13');

    poison = false;
    if (letter) await resendDeadLetter(eventLog, letter);
    await consumer.caughtUp();
    expect(received.records.at(-1)).toMatchObject({ key: 'key-13', headers: { ce_id: 'key-13' } });
    expect(await listDeadLetters(eventLog, { topic: topic.name })).toEqual([]);
    await consumer.stop();
  });

  it('tries a single record five times before it gives it up, and none of its neighbours', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const alone = new Map<string, number>();
    const handler = async (records: readonly LogRecord[]): Promise<void> => {
      const [first] = records;
      if (records.length === 1 && first) alone.set(first.key, (alone.get(first.key) ?? 0) + 1);
      if (records.some(({ key }) => key === 'key-2')) throw new Error('no');
    };
    await append(
      eventLog,
      keys(4).map((key) => record(topic, key, 'x')),
    );
    const consumer = new Consumer({ eventLog, group: newGroup(), handlers: new Map([[topic.name, handler]]), log });
    await consumer.start();
    await consumer.caughtUp();
    expect(alone).toEqual(
      new Map([
        ['key-2', 5],
        ['key-3', 1],
      ]),
    );
    await consumer.stop();
  });

  it('hears each record once, whether it came with a batch or was asked for behind it, and puts a poison one among them aside alone', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const received = new Received();
    const late = ['late-0', 'poison', 'late-1'];
    let isFirst = true;
    const handler: BatchHandler = async (records, _signal, more) => {
      if (isFirst) {
        isFirst = false;
        await append(
          eventLog,
          late.map((key) => record(topic, key, 'x')),
        );
      }
      const all: LogRecord[] = [];
      for (let some = records; some.length > 0; some = await more()) all.push(...some);
      if (all.some(({ key }) => key === 'poison')) throw new RangeError('no');
      await received.onBatch(all);
    };
    await append(
      eventLog,
      keys(3).map((key) => record(topic, key, 'x')),
    );
    const consumer = new Consumer({ eventLog, group: newGroup(), handlers: new Map([[topic.name, handler]]), log });
    await consumer.start();
    await received.until(({ records }) => records.some(({ key }) => key === 'late-1'));
    await consumer.caughtUp();
    expect(received.keys).toEqual([...keys(3), 'late-0', 'late-1']);
    expect((await listDeadLetters(eventLog, { topic: topic.name })).map(({ key }) => key)).toEqual(['poison']);
    expect(await consumer.lag()).toBe(0n);
    await consumer.stop();
  });

  it('never gives up on failures of machinery', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const received = new Received();
    let failures = 0;
    const handler = async (records: readonly LogRecord[]): Promise<void> => {
      if (++failures <= 6) throw Object.assign(new Error('the store is away'), { code: 'ECONNREFUSED' });
      await received.onBatch(records);
    };
    await append(eventLog, [record(topic, 'a', 'x')]);
    const consumer = new Consumer({ eventLog, group: newGroup(), handlers: new Map([[topic.name, handler]]), log });
    await consumer.start();
    await consumer.caughtUp();
    expect(received.keys).toEqual(['a']);
    expect(failures).toBe(7); // more than a record is tried that is at fault itself
    expect(await listDeadLetters(eventLog, { topic: topic.name })).toEqual([]);
    expect(await consumer.lag()).toBe(0n);
    await consumer.stop();
  });
}
