// Real: Kafka that is killed and started again on what it had, while producers and members of a group are at work.
import { isTransient, type Subscription, type Topic } from '@ringfleet/messaging';
import { keys, newGroup, newTopic, Received, record } from '@ringfleet/testing/contract';
import { createTestKafka, type TestKafka } from './test-kafka.js';

const CRASHES = 2;
const LONGEST_MS = 120_000;

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
});
