// Real: a Kafka that asks everybody who they are and allows what its rules allow; access.mjs; the services' own event log.
import { topics } from '@ringfleet/contracts';
import type { EventLog, LogRecord, OutgoingRecord } from '@ringfleet/messaging';
import { CARDS } from '@ringfleet/standalone';
import kafkajs from 'kafkajs';
import { PythonConsumer } from '../support/python-consumer.js';
import { signedIn, startGuardedKafka } from './support/guarded-kafka.js';
import { type Ended, node } from './support/program.js';
import type { RunningEngine } from './support/running-engine.js';

const USERS = [...CARDS.map(({ name }) => `ringfleet-${name}`), 'ringfleet-operator', 'warehouse'];

let kafka: RunningEngine;
let python: PythonConsumer;
const logs = new Map<string, EventLog>();
beforeAll(async () => {
  python = PythonConsumer.setUp();
  kafka = await startGuardedKafka(USERS, ['warehouse']);
});
afterAll(async () => {
  for (const log of logs.values()) await log.close();
  await kafka.stop();
});

function logOf(user: string): EventLog {
  const log = logs.get(user) ?? signedIn(kafka.said.address, user);
  logs.set(user, log);
  return log;
}

const access = (...args: string[]): Ended =>
  node(['deploy/kafka/access.mjs', ...args, '--consumer', 'warehouse'], {
    RINGFLEET_KAFKA_BROKERS: kafka.said.address,
    RINGFLEET_KAFKA_USERNAME: 'admin',
    RINGFLEET_KAFKA_PASSWORD: 'admin',
  });

const record = (topic: string, sequence: number): OutgoingRecord => ({
  topic,
  key: 'a',
  value: null,
  headers: { ce_id: `a/${sequence}`, ce_type: 'any', ce_time: '', ce_sequence: `${sequence}` },
});

async function say(user: string, name: string, topic: string, sequence = 1): Promise<void> {
  const producer = await logOf(user).producer(name);
  await producer.append([record(topic, sequence)]);
}

async function readAll(user: string, topic: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for await (const each of logOf(user).read(topic, { from: 'start', follow: false })) records.push(each);
  return records;
}

describe('the access rules', () => {
  it('say what is missing, add it, and then find nothing more', () => {
    expect(access('check')).toMatchObject({ code: 1, out: expect.stringContaining('missing: User:warehouse READ TOPIC inventory.device.v1') });
    expect(access('apply')).toMatchObject({ code: 0, err: '' });
    expect(access('check')).toEqual({ code: 0, out: '', err: '' });
  });

  it('let each service make, say and hear what its card says', async () => {
    for (const { name, says, hears } of CARDS) {
      const log = logOf(`ringfleet-${name}`);
      await log.ensureTopics([...says, ...hears]);
      for (const topic of says) await say(`ringfleet-${name}`, name, topic.name);
      if (hears.length === 0) continue;
      const heard = await log.subscribe({ group: name, topics: hears.map((topic) => topic.name), onBatch: async () => undefined });
      await heard.caughtUp();
      await heard.stop();
    }
  });

  it("let another system of the carrier read what is public, and nothing of what is Ringfleet's own", async () => {
    for (const { name, audience } of Object.values(topics)) {
      const reading = readAll('warehouse', name);
      if (audience === 'public') expect((await reading).length).toBeGreaterThan(0);
      else await expect(reading).rejects.toThrow();
    }
    await expect(say('warehouse', 'warehouse', topics.devices.name)).rejects.toThrow();
  });

  it('let the consumer in Python in where it signs in, and only to what is public', () => {
    const signIn = { RINGFLEET_KAFKA_USERNAME: 'warehouse', RINGFLEET_KAFKA_PASSWORD: 'warehouse' };
    const decode = (topic: string) => python.as(signIn).lines('decode.py', '--brokers', kafka.said.address, '--topic', topic);
    expect(decode(topics.models.name)).toHaveLength(1);
    expect(() => decode(topics.importRows.name)).toThrow('TOPIC_AUTHORIZATION_FAILED');
  });

  it.each([
    [topics.deviceSecrets.name, 'inventory'],
    [topics.accountSecrets.name, 'directory'],
  ])('let %s be said by %s and read by profiles alone', async (topic, owner) => {
    const heard: LogRecord[] = [];
    const subscription = await logOf('ringfleet-profiles').subscribe({
      group: 'profiles',
      topics: [topic],
      onBatch: async (records) => void heard.push(...records),
    });
    await say(`ringfleet-${owner}`, owner, topic, 2);
    await subscription.caughtUp();
    await subscription.stop();
    expect(heard.at(-1)?.headers).toMatchObject({ ce_sequence: '2' });
    for (const user of USERS.filter((name) => name !== 'ringfleet-profiles')) await expect(readAll(user, topic)).rejects.toThrow();
  });

  it('find a rule that somebody added beside the table', async () => {
    const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } = kafkajs;
    const sasl = { mechanism: 'plain', username: 'admin', password: 'admin' } as const;
    const admin = new Kafka({ brokers: [kafka.said.address], clientId: 'test', logLevel: logLevel.NOTHING, sasl }).admin();
    await admin.connect();
    const rule = {
      resourceType: AclResourceTypes.TOPIC,
      resourceName: 'inventory.',
      resourcePatternType: ResourcePatternTypes.PREFIXED,
      principal: 'User:warehouse',
      host: '*',
      operation: AclOperationTypes.READ,
      permissionType: AclPermissionTypes.ALLOW,
    };
    await admin.createAcls({ acl: [rule] });
    await admin.disconnect();
    expect(access('check')).toEqual({ code: 1, out: 'not in the table: User:warehouse READ TOPIC inventory.\n', err: '' });
  });
});
