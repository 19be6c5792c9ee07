// Real: Kafka that is killed and started again on what it had, while producers and members of a group are at work.
import { Writable } from 'node:stream';
import { setTimeout as moment } from 'node:timers/promises';
import { isTransient, type Subscription, type Topic } from '@ringfleet/messaging';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { createLogger } from '@ringfleet/observability';
import { append, keys, newGroup, newTopic, Received, record } from '@ringfleet/testing/contract';
import { createTestKafka, type TestKafka } from './test-kafka.js';

const CRASHES = 2;
const LONGEST_MS = 120_000;
const LONG_SESSION_MS = 60_000;
const LOOK_MS = 50;

describe('when Kafka is killed and comes back', () => {
  let log: TestKafka;
  const enough = new AbortController();
  beforeAll(async () => {
    log = await createTestKafka();
  });
  afterAll(() => log.remove());

  /** Appends numbers under a key, each until it is there, as the relay does: a failure that passes is met with a new producer. Returns how many. */
  async function count(topic: Topic, key: string): Promise<number> {
    const eventLog = log.open();
    const name = newGroup();
    let number = 0;
    while (!enough.signal.aborted) {
      try {
        const producer = await eventLog.producer(name);
        while (!enough.signal.aborted) {
          await producer.append([record(topic, key, String(number + 1))]);
          number++;
        }
      } catch (error) {
        if (!isTransient(error)) throw error;
      }
    }
    await eventLog.close();
    return number;
  }

  it(
    'producers and all members of a group go on by themselves: nothing is lost, each key stays in order',
    async () => {
      const [one, other] = [log.open(), log.open()];
      const topic = await newTopic(one);
      const group = newGroup();
      const received = new Received();
      const members: Subscription[] = [];
      for (const eventLog of [one, other]) members.push(await eventLog.subscribe({ group, topics: [topic.name], onBatch: received.onBatch }));
      const writers = keys(3).map((key) => count(topic, key));
      for (let crashes = 0; crashes <= CRASHES; crashes++) {
        const before = received.records.length;
        await received.until(({ records }) => records.length >= before + 20);
        if (crashes === CRASHES) break;
        await log.kafka.kill();
        expect(isTransient(await one.check().catch((error: unknown) => error))).toBe(true);
        await log.kafka.start();
      }
      enough.abort();
      const counts = await Promise.all(writers);
      await members[0]?.caughtUp();
      for (const [index, key] of keys(3).entries()) {
        const numbers = [...new Set(received.texts(key))].map(Number);
        expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
        expect(numbers.length).toBeGreaterThanOrEqual(counts[index] ?? Infinity);
      }
      await Promise.all([one.close(), other.close()]);
    },
    LONGEST_MS,
  );

  it(
    'a group goes on as soon as it is back, and does not wait for the sessions of members that gave up meanwhile',
    async () => {
      const gaveUp = new Set<string>();
      const openNamed = (name: string): KafkaEventLog => {
        const destination = new Writable({ write: (line, _encoding, done) => (String(line).includes('joins again') && gaveUp.add(name), done()) });
        const logger = createLogger({ service: name, level: 'warn', destination });
        return new KafkaEventLog({ brokers: [log.kafka.broker], clientId: name, log: logger, sessionTimeoutMs: LONG_SESSION_MS });
      };
      const members = ['one', 'other'].map(openNamed);
      const eventLog = log.open();
      const topic = await newTopic(eventLog, 2);
      const received = new Received();
      const group = newGroup();
      for (const member of members) await member.subscribe({ group, topics: [topic.name], onBatch: received.onBatch });
      const some = keys(20).map((key) => record(topic, key, 'x'));
      await append(eventLog, some);
      await received.until(({ records }) => records.length >= some.length);
      await log.kafka.kill();
      gaveUp.clear();
      while (gaveUp.size < members.length) await moment(LOOK_MS);
      await log.kafka.start();
      const since = performance.now();
      await append(eventLog, some);
      await received.until(({ records }) => records.length >= 2 * some.length);
      expect(performance.now() - since).toBeLessThan(LONG_SESSION_MS / 2);
      await Promise.all([eventLog, ...members].map((each) => each.close()));
    },
    LONGEST_MS,
  );
});
