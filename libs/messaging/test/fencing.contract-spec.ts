// Real: PostgreSQL, and a lock in the way of an append.
import { newGroup, newTopic, record, textOf } from '@ringfleet/testing/contract';
import { Client } from 'pg';
import { createTestLog, type TestLog } from './test-log.js';

describe('a newer producer of the PostgreSQL event log', () => {
  let log: TestLog;
  beforeAll(async () => {
    log = await createTestLog();
  });
  afterAll(() => log.remove());

  it('begins only when the append of the older one that is under way has ended', async () => {
    const [older, newer] = [log.open(), log.open()];
    const topic = await newTopic(older, 1);
    const name = newGroup();
    const first = await older.producer(name);
    const [blocker, observer] = [new Client({ connectionString: log.database.appUrl }), new Client({ connectionString: log.database.appUrl })];
    await Promise.all([blocker.connect(), observer.connect()]);
    const waiting = async (): Promise<number> => {
      const { rows } = await observer.query<{ count: number }>(
        'select count(distinct pid)::integer as count from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()',
      );
      return rows[0]?.count ?? 0;
    };

    await blocker.query('begin');
    await blocker.query('select from partitions where topic = $1 for update', [topic.name]);
    const underWay = first.append([record(topic, 'a', 'older')]);
    while ((await waiting()) < 1);
    let begun = false;
    const second = newer.producer(name).then((producer) => {
      begun = true;
      return producer;
    });
    while (!begun && (await waiting()) < 2);
    expect(begun).toBe(false);
    await blocker.query('commit');
    await underWay;
    await (await second).append([record(topic, 'a', 'newer')]);
    const texts: string[] = [];
    for await (const { value } of older.read(topic.name, { from: 'start', follow: false })) texts.push(textOf(value));
    expect(texts).toEqual(['older', 'newer']);
    await Promise.all([blocker.end(), observer.end(), older.close(), newer.close()]);
  });
});
