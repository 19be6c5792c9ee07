// Real: Kafka, and its own tools.
import { Writable } from 'node:stream';
import type { Topic } from '@ringfleet/messaging';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { createLogger } from '@ringfleet/observability';
import { append, keys, newGroup, newTopic, record } from '@ringfleet/testing/contract';
import { createTestKafka, type TestKafka } from './test-kafka.js';

const DAY_MS = 86_400_000;
const TOPICS = 'org.apache.kafka.tools.TopicCommand';

describe('topics in Kafka', () => {
  let log: TestKafka;
  let eventLog: KafkaEventLog;
  beforeAll(async () => {
    log = await createTestKafka();
    eventLog = log.open();
  });
  afterAll(async () => {
    await eventLog.close();
    await log.remove();
  });

  const described = ({ name }: Topic): Promise<string> => log.kafka.tool(TOPICS, ['--describe', '--topic', name]);

  async function partitionsOf(topic: Topic): Promise<Map<string, number>> {
    const partitions = new Map<string, number>();
    for await (const { key, partition } of eventLog.read(topic.name, { from: 'start', follow: false })) partitions.set(key, partition);
    return partitions;
  }

  it('keep states for ever and each change for its time, jobs for their time, and take records of a megabyte', async () => {
    const state: Topic = { name: 'test.state.v1', kind: 'state', partitions: 3, retentionMs: 7 * DAY_MS };
    const job: Topic = { name: 'test.job.v1', kind: 'job', partitions: 2, retentionMs: 2 * DAY_MS };
    await eventLog.ensureTopics([state, job]);
    const [stateText, jobText] = [await described(state), await described(job)];
    for (const part of ['PartitionCount: 3', 'cleanup.policy=compact', 'min.compaction.lag.ms=604800000', 'delete.retention.ms=604800000'])
      expect(stateText).toContain(part);
    for (const part of ['PartitionCount: 2', 'cleanup.policy=delete', 'retention.ms=172800000', 'max.message.bytes=2097152']) expect(jobText).toContain(part);
  });

  it('grow but never shrink; what an operator has set on them stays', async () => {
    const topic = await newTopic(eventLog, 2);
    const [type, name] = ['topics', topic.name];
    await log.kafka.tool('kafka.admin.ConfigCommand', ['--alter', '--entity-type', type, '--entity-name', name, '--add-config', 'segment.bytes=1048576']);
    const other = log.open();
    await Promise.all([other.ensureTopics([{ ...topic, partitions: 4, retentionMs: 3 * DAY_MS }]), eventLog.ensureTopics([{ ...topic, partitions: 4 }])]);
    await other.ensureTopics([{ ...topic, partitions: 1, retentionMs: 5 * DAY_MS }]);
    await other.close();
    const text = await described(topic);
    for (const part of ['PartitionCount: 4', 'retention.ms=432000000', 'segment.bytes=1048576']) expect(text).toContain(part);
  });

  it("have a key in the same partition whether we or Java's producer send it", async () => {
    const [ours, theirs] = [await newTopic(eventLog, 8), await newTopic(eventLog, 8)];
    const many = [...keys(200), 'Zoë 電話', '019aa5a0-7a5e-7000-8000-000000000001'];
    await append(
      eventLog,
      many.map((key) => record(ours, key, 'x')),
    );
    const args = ['--topic', theirs.name, '--property', 'parse.key=true', '--property', 'key.separator=|'];
    await log.kafka.tool('org.apache.kafka.tools.ConsoleProducer', args, many.map((key) => `${key}|x\n`).join(''));
    const [mine, other] = [await partitionsOf(ours), await partitionsOf(theirs)];
    expect(mine.size).toBe(many.length);
    expect(new Set(mine.values()).size).toBe(8);
    expect(Object.fromEntries(other)).toEqual(Object.fromEntries(mine));
  });

  it('never show a value of theirs in a line of the log, and say of a record that is too large that it is at fault', async () => {
    const lines: string[] = [];
    const destination = new Writable({ write: (line, _encoding, done) => (lines.push(String(line)), done()) });
    const talking = new KafkaEventLog({
      brokers: [log.kafka.broker],
      clientId: 'talking',
      log: createLogger({ service: 'test', level: 'debug', destination }),
    });
    const topic = await newTopic(talking, 1);
    const value = Buffer.alloc(3 * 1_048_576, 'secret');
    const failed = await (await talking.producer(newGroup())).append([{ topic: topic.name, key: 'a', value, headers: {} }]).catch((error: unknown) => error);
    expect(failed).toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    await append(talking, [record(topic, 'a', 'secret')]);
    log.kafka.disconnect();
    await append(talking, [record(topic, 'a', 'secret')]);
    await talking.close();
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('')).not.toContain('secret');
    expect(lines.join('')).not.toContain(Buffer.from('secret').toString('base64'));
  });
});
