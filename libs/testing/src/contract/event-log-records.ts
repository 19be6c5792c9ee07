import { Fenced, type LogRecord } from '@ringfleet/messaging';
import type { LogContext } from './event-log-under-test.js';
import { append, keys, newGroup, newTopic, record } from './log-fixtures.js';
import { Received, textOf } from './received.js';

const MEGABYTE = 1_048_576;

async function all(records: AsyncIterable<LogRecord>): Promise<LogRecord[]> {
  const list: LogRecord[] = [];
  for await (const each of records) list.push(each);
  return list;
}

/** What is appended is what is read. */
export function eventLogRecords({ open }: LogContext): void {
  it('keeps the order of each key, in one append and over many', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    const producer = await eventLog.producer(newGroup());
    for (let round = 0; round < 10; round++)
      await producer.append(keys(20).flatMap((key) => [record(topic, key, `${round}a`), record(topic, key, `${round}b`)]));
    const received = new Received();
    const subscription = await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: received.onBatch, maxRecords: 7 });
    await subscription.caughtUp();
    const expected = Array.from({ length: 10 }, (_, round) => [`${round}a`, `${round}b`]).flat();
    for (const key of keys(20)) expect(received.texts(key)).toEqual(expected);
    expect(received.records).toHaveLength(400);
  });

  it('gives headers, keys, values and tombstones back as they were', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 1);
    const headers = { ce_id: '1', empty: '', 'content-type': 'application/protobuf', name: 'Zoë 電話 ☎', key: 'clé' };
    const values = [Uint8Array.from({ length: 256 }, (_, byte) => byte), new Uint8Array(), null];
    await append(
      eventLog,
      values.map((value) => ({ topic: topic.name, key: 'clé', value, headers })),
    );
    await append(eventLog, [{ topic: topic.name, key: '', value: null, headers: {} }]);
    const read = await all(eventLog.read(topic.name, { from: 'start', follow: false }));
    expect(read.map(({ key, headers: had }) => ({ key, headers: { ...had } }))).toEqual([
      ...values.map(() => ({ key: 'clé', headers })),
      { key: '', headers: {} },
    ]);
    expect(read.map(({ value }) => value && [...value])).toEqual([...values.map((value) => value && [...value]), null]);
    expect(read.map(({ topic: name, partition }) => ({ name, partition }))).toEqual(read.map(() => ({ name: topic.name, partition: 0 })));
    expect(read.slice(0, 3).map(({ offset }) => offset)).toEqual([0n, 1n, 2n]);
    expect(read[3]?.offset).toBeGreaterThan(2n);
    expect(Math.abs((read[0]?.timestamp.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('carries a record of 1 MB', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    const value = Buffer.alloc(MEGABYTE, 'ringfleet');
    await append(eventLog, [record(topic, 'small', 'before'), { topic: topic.name, key: 'large', value, headers: { a: 'b' } }]);
    const received = new Received();
    await (await eventLog.subscribe({ group: newGroup(), topics: [topic.name], onBatch: received.onBatch })).caughtUp();
    expect(received.records).toHaveLength(2);
    expect(value.equals(received.records.find(({ key }) => key === 'large')?.value ?? Buffer.alloc(0))).toBe(true);
  });

  it('appends all records or none', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    await expect(append(eventLog, [record(topic, 'a', '1'), { topic: `${topic.name}.unknown`, key: 'a', value: null, headers: {} }])).rejects.toThrow(
      'unknown',
    );
    expect(await all(eventLog.read(topic.name, { from: 'start', follow: false }))).toEqual([]);
  });

  it('can be read, empty, as soon as a topic has been made, by any process', async () => {
    const [maker, reader] = [open(), open()];
    for (let n = 0; n < 12; n++) {
      const topic = await newTopic(maker);
      expect(await all(reader.read(topic.name, { from: 'start', follow: false }))).toEqual([]);
    }
  });

  it('lets only the newer of two producers of a name append', async () => {
    const [older, newer] = [open(), open()];
    const topic = await newTopic(older);
    const name = newGroup();
    const first = await older.producer(name);
    await first.append([record(topic, 'a', '1')]);
    const second = await newer.producer(name);
    await expect(first.append([record(topic, 'a', '2')])).rejects.toBeInstanceOf(Fenced);
    await second.append([record(topic, 'a', '3')]);
    const third = await older.producer(name);
    await expect(second.append([record(topic, 'a', '4')])).rejects.toBeInstanceOf(Fenced);
    await third.append([record(topic, 'a', '5')]);
    const read = await all(older.read(topic.name, { from: 'start', follow: false }));
    expect(read.map(({ value }) => textOf(value))).toEqual(['1', '3', '5']);
  });

  it('numbers the records of a partition in their order while many append to many topics in any order', async () => {
    const eventLog = open();
    const topics = [await newTopic(eventLog), await newTopic(eventLog), await newTopic(eventLog)];
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        const producer = await open().producer(newGroup());
        const order = writer % 2 ? topics : topics.toReversed();
        for (let round = 0; round < 15; round++)
          await producer.append(order.flatMap((topic) => keys(12).map((key) => record(topic, key, `${writer}/${round}`))));
      }),
    );
    for (const topic of topics) {
      const read = await all(eventLog.read(topic.name, { from: 'start', follow: false }));
      expect(read).toHaveLength(6 * 15 * 12);
      for (let partition = 0; partition < topic.partitions; partition++) {
        const offsets = read.filter((each) => each.partition === partition).map(({ offset }) => Number(offset));
        expect(offsets).toEqual([...new Set(offsets)].toSorted((one, other) => one - other));
        expect(offsets[0]).toBe(0);
      }
    }
  });

  it('is read from the start as often as one likes, without a group', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    await append(
      eventLog,
      keys(30).map((key) => record(topic, key, 'x')),
    );
    for (let time = 0; time < 2; time++) {
      const read = await all(eventLog.read(topic.name, { from: 'start', follow: false }));
      expect(read.map(({ key }) => key).toSorted()).toEqual(keys(30).toSorted());
    }
  });

  it('is followed from its end until the reader has enough', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog);
    await append(eventLog, [record(topic, 'a', 'old')]);
    const enough = new AbortController();
    const reading = eventLog.read(topic.name, { from: 'start', follow: true, signal: enough.signal })[Symbol.asyncIterator]();
    expect(textOf((await reading.next()).value?.value ?? null)).toBe('old');
    const next = reading.next();
    await append(eventLog, [record(topic, 'a', 'new')]);
    expect(textOf((await next).value?.value ?? null)).toBe('new');
    const last = reading.next();
    enough.abort();
    expect((await last).done).toBe(true);
  });

  it('says so when there is no such topic', async () => {
    const eventLog = open();
    await expect(all(eventLog.read('no.such.topic', { from: 'start', follow: false }))).rejects.toThrow('no.such.topic');
    await expect(eventLog.subscribe({ group: newGroup(), topics: ['no.such.topic'], onBatch: async () => undefined })).rejects.toThrow('no.such.topic');
  });

  it('makes topics once and never smaller', async () => {
    const eventLog = open();
    const topic = await newTopic(eventLog, 3);
    await append(eventLog, [record(topic, 'a', '1')]);
    await Promise.all([open().ensureTopics([{ ...topic, partitions: 1 }]), open().ensureTopics([topic])]);
    expect(await eventLog.topics()).toContain(topic.name);
    expect(await all(eventLog.read(topic.name, { from: 'start', follow: false }))).toHaveLength(1);
    await eventLog.check();
  });
}
