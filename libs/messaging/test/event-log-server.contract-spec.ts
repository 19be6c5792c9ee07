// Real: a Nest application with a microservice over the PostgreSQL event log.
import 'reflect-metadata';
import { Controller, type INestApplication, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, Payload } from '@nestjs/microservices';
import { BatchContext, type EventLog, EventLogServer, Hears, listDeadLetters, type LogRecord, type Topic } from '@ringfleet/messaging';
import { append, keys, newGroup, Received, record } from '@ringfleet/testing/contract';
import { createTestLog, silent, type TestLog } from './test-log.js';

const topicNamed = (name: string): Topic => ({ name, kind: 'job', partitions: 2, retentionMs: 86_400_000 });
const phones = topicNamed('test.phones.v1');
const lines = topicNamed('test.lines.v1');
const [heardPhones, heardLines] = [new Received(), new Received()];
const contexts: unknown[] = [];

@Controller()
class OnPhones {
  @Hears(phones)
  async handle(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    contexts.push(context.signal);
    if (records.some(({ key }) => key === 'key-3')) throw new RangeError('the third phone is broken');
    await heardPhones.onBatch(records);
  }
}

@Controller()
class OnLines {
  @Hears(lines)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    await heardLines.onBatch(records);
  }
}

@Controller()
class AlsoOnLines {
  @Hears(lines)
  async handle(@Payload() _records: readonly LogRecord[]): Promise<void> {
    await Promise.resolve();
  }
}

describe('Nest handlers over the event log', () => {
  let log: TestLog;
  let eventLog: EventLog;
  const apps: INestApplication[] = [];
  beforeAll(async () => {
    log = await createTestLog();
    eventLog = log.open();
    await eventLog.ensureTopics([phones, lines]);
  });
  afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));
  afterAll(async () => {
    await eventLog.close();
    await log.remove();
  });

  async function start(controllers: Type[], topics: readonly Topic[], group = newGroup()): Promise<EventLogServer> {
    @Module({ controllers })
    class TestModule {}
    const app = await NestFactory.create(TestModule, { logger: false, abortOnError: false });
    apps.push(app);
    const server = new EventLogServer({ eventLog, group, topics, log: silent });
    app.connectMicroservice({ strategy: server }, { inheritAppConfig: false });
    await app.init();
    await app.startAllMicroservices();
    return server;
  }

  it('get the batches of their topic; what fails goes to the dead letters with the reason it gave', async () => {
    await append(
      eventLog,
      keys(6).flatMap((key) => [record(phones, key, 'phone'), record(lines, key, 'line')]),
    );
    const group = newGroup();
    const server = await start([OnPhones, OnLines], [phones, lines], group);
    await server.caughtUp();
    expect(await server.lag()).toBe(0n);
    expect(heardPhones.keys.toSorted()).toEqual(keys(6).filter((key) => key !== 'key-3'));
    expect(heardLines.keys.toSorted()).toEqual(keys(6));
    expect(contexts[0]).toBeInstanceOf(AbortSignal);
    const letters = await listDeadLetters(eventLog);
    expect(letters.map(({ topic, key, group: of, reason }) => ({ topic, key, of, reason }))).toEqual([
      { topic: phones.name, key: 'key-3', of: group, reason: 'RangeError: the third phone is broken' },
    ]);
  });

  it('are checked at the start against what the service says it hears', async () => {
    await expect(start([OnPhones], [phones, lines])).rejects.toThrow('hears test.lines.v1, but has no handler');
    await expect(start([OnPhones, OnLines], [phones])).rejects.toThrow('a handler for test.lines.v1, but service.ts does not say');
    await expect(start([OnLines, AlsoOnLines], [lines])).rejects.toThrow('two handlers for test.lines.v1');
  });
});
