// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { create } from '@bufbuild/protobuf';
import { Outcome, RowsAppliedSchema, topics } from '@ringfleet/contracts';
import { newId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import type { ImportView } from '../src/imports/import-view.js';
import { files } from '../src/index.js';
import { accepted, csvOf, ended, events, names, upload, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';

let service: TestService;
let inventory: StandInInventory;

beforeEach(async () => {
  service = await startTestService(files, { logLevel: 'fatal' });
  inventory = await StandInInventory.start(service.ports.eventLog);
});

afterEach(async () => {
  await inventory.stop();
  await service.stop();
});

const sql = (text: string, params: readonly unknown[] = []): Promise<unknown[]> =>
  service
    .running()
    .app.get(Database)
    .transaction(SYSTEM, (tx) => tx.query(text, params));

/** 5,000 rows, every tenth rejected: whole, and each row once, however it came about. */
const MIXED = csvOf(names(5_000).map((name, index) => (index % 10 === 0 ? `bad-${name}` : name)));
async function expectWhole(id: string): Promise<void> {
  expect(await ended(service, id)).toMatchObject({ state: 'completed', counts: { rows: 5_000, applied: 4_500, unchanged: 0, rejected: 500, notReached: 0 } });
  expect(inventory.applied.get(id)?.map(({ row }) => row)).toEqual(Array.from({ length: 5_000 }, (_, index) => index + 2));
  const said = await events(service, id);
  const once = new Map(said.map(({ sequence, event }) => [sequence, event]));
  expect([...once.keys()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: once.size }, (_, index) => index + 1));
  const rejected = [...once.values()].flatMap(({ event }) => (event.case === 'rowRejected' ? [event.value.row] : []));
  expect(rejected.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, index) => index * 10 + 2));
  expect([...once.values()].filter(({ event }) => event.case === 'finished')).toHaveLength(1);
}

describe('an import is whole (IMP-06)', () => {
  it('when every answer comes three times', async () => {
    inventory.answering({ times: 3 });
    await expectWhole(await accepted(service, MIXED));
  });

  it('when answers come last chunk first', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, MIXED);
    await inventory.until((heard) => heard.length === 5);
    await inventory.release({ backwards: true });
    await expectWhole(id);
  });

  it('when the service stops and starts again while chunks are in flight', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, MIXED);
    await inventory.until((heard) => heard.length === 5);
    await service.restart();
    expect(await view(service, id)).toMatchObject({ state: 'running' });
    await inventory.release();
    await expectWhole(id);
  });

  it('when it stops and starts again at any other time', async () => {
    const id = await accepted(service, MIXED);
    for (let times = 0; times < 4; times++) await service.restart();
    await expectWhole(id);
  });

  it('when every connection to its database breaks again and again', async () => {
    const id = await accepted(service, MIXED);
    const superuser = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await superuser.connect();
    for (let times = 0; times < 10; times++) {
      await superuser.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [service.database.name]);
      await events(service, id).catch(() => undefined); // something takes its course meanwhile
    }
    await superuser.end();
    await expectWhole(id);
  });

  it('when an answer is lost: the chunk is sent again after half a minute, and the import stalls until then', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, MIXED);
    await inventory.until((heard) => heard.length === 5);
    await sql(`update import_chunks set sent_at = sent_at - interval '31 seconds' where sent_at is not null`);
    await inventory.until((heard) => heard.length === 10);
    expect(inventory.heard.slice(5).map(({ chunk }) => chunk)).toEqual([0, 1, 2, 3, 4]);
    expect(await view(service, id)).toMatchObject({ state: 'stalled', problem: { code: 'stalled' }, counts: { rows: 5_000, notReached: 5_000 } });
    await inventory.release();
    await expectWhole(id);
  });
});

describe('a scan', () => {
  it('of a process that died is taken over when its lease is up (IMP-06)', async () => {
    // The dead process wrote chunks under its lease; they are not read.
    await service.ports.objects.put(`imports/x/scan-1/0`, Buffer.from('left behind'));
    const begun = performance.now();
    const id = await accepted(service, MIXED);
    await sql(
      `update imports set state = 'scanning', lease = lease + 1, lease_until = now() + interval '2 seconds' where id = $1 and state in ('accepted', 'scanning')`,
      [id],
    );
    await expectWhole(id);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('that lost its lease changes nothing, and of two only one counts', async () => {
    const id = await accepted(service, MIXED);
    // Whoever scans now has lost; the import is free at once.
    await sql(`update imports set lease = lease + 1, lease_until = null where id = $1 and state = 'scanning'`, [id]);
    await expectWhole(id);
  });

  it('stalls while the store is away, says why, and goes on by itself', async () => {
    const { objects } = service.ports;
    const stat = objects.stat.bind(objects);
    let tries = 0;
    const tried = new Promise<void>((resolve) => {
      objects.stat = () => {
        if (++tries === 2) resolve();
        throw new Error('The store is away.');
      };
    });
    const id = await accepted(service, csvOf(['a']));
    await tried;
    expect(await view(service, id)).toMatchObject({
      state: 'stalled',
      problem: { code: 'stalled', message: expect.stringContaining('store') },
      progress: { rowsRead: 0 },
    });
    objects.stat = stat;
    expect(await ended(service, id)).toMatchObject({ state: 'completed', counts: { applied: 1 } });
    expect(await view(service, id)).not.toHaveProperty('problem');
  });
});

describe('sending', () => {
  it('stalls while chunks cannot be read, and goes on by itself', async () => {
    const { objects } = service.ports;
    const getBytes = objects.getBytes.bind(objects);
    let tries = 0;
    const tried = new Promise<void>((resolve) => {
      objects.getBytes = () => {
        if (++tries === 2) resolve();
        throw new Error('The store is away.');
      };
    });
    const id = await accepted(service, MIXED);
    await tried;
    expect(await view(service, id)).toMatchObject({ state: 'stalled', counts: { rows: 5_000 } });
    objects.getBytes = getBytes;
    await expectWhole(id);
  });

  it('of imports whose rows are lost stalls, and holds up nobody else (IMP-12)', async () => {
    inventory.answering({ hold: true });
    const lost = [
      await accepted(service, csvOf(names(13_000)), { as: { resellerId: newId() } }),
      await accepted(service, csvOf(names(13_000)), { as: { resellerId: newId() } }),
    ];
    await inventory.until((heard) => heard.length === 16);
    for (const id of lost) for await (const key of service.ports.objects.list(`imports/${id}/scan-`)) await service.ports.objects.delete(key);
    await inventory.release();
    const other = await accepted(service, csvOf(names(5_000)), { as: { resellerId: newId() } });
    expect(await ended(service, other)).toMatchObject({ state: 'completed', counts: { applied: 5_000 } });
    for (const id of lost) expect(await view(service, id)).toMatchObject({ state: 'stalled', counts: { applied: 8_000, notReached: 5_000 } });
  });

  it('lets 20 rows of another reseller pass while 20,000 rows wait (IMP-12)', async () => {
    inventory.answering({ hold: true });
    const large = await accepted(service, csvOf(names(20_000)), { as: { resellerId: '01990000-0000-7000-8000-000000000001' } });
    await inventory.until((heard) => heard.length === 8);
    inventory.answering({});
    const small = await accepted(service, csvOf(names(20)), { as: { resellerId: '01990000-0000-7000-8000-000000000002' } });
    expect(await ended(service, small)).toMatchObject({ state: 'completed' });
    expect(await view(service, large)).toMatchObject({ state: 'running', counts: { applied: 0 } });
    await inventory.release();
    expect(await ended(service, large)).toMatchObject({ state: 'completed', counts: { applied: 20_000 } });
  });
});

describe('answers', () => {
  const answer = (importId: string, chunk: number, rows: number) =>
    create(RowsAppliedSchema, { importId, chunk, outcomes: Array.from({ length: rows }, (_, index) => ({ row: index + 2, outcome: Outcome.APPLIED })) });

  it('for imports and chunks that nobody knows, and late ones, change nothing (IMP-06)', async () => {
    const id = await accepted(service, csvOf(names(3)));
    const over = await ended(service, id);
    const stray = [answer(newId(), 0, 1), answer('nonsense', 0, 1), answer(id, 7, 1), answer(id, 0, 3)];
    await service.tell(
      topics.importOutcomes,
      stray.map((message) => ({ key: message.importId, message })),
    );
    expect(await view(service, id)).toEqual(over);
  });

  it('that do not fit their chunk are set aside, and the import goes on', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, csvOf(names(3)));
    await inventory.until((heard) => heard.length === 1);
    await service.tell(topics.importOutcomes, [{ key: id, message: answer(id, 0, 2) }]);
    expect(await view(service, id)).toMatchObject({ state: 'running', counts: { applied: 0 } });
    await inventory.release();
    expect(await ended(service, id)).toMatchObject({ state: 'completed', counts: { applied: 3 } });
  });

  it('lead to the next chunk at once', async () => {
    const { body } = await upload(service, csvOf(names(20_000)));
    await ended(service, body.id);
    const [row] = (await sql(
      `select percentile_cont(0.5) within group (order by extract(epoch from sent.sent_at - before.answered_at) * 1000)::float8 as ms
       from import_chunks sent join import_chunks before on before.import_id = sent.import_id and before.chunk = sent.chunk - 4 where sent.import_id = $1`,
      [body.id],
    )) as { ms: number }[];
    expect(row?.ms).toBeLessThan(250); // half of what a look once a second would take on average
  });
});

it('counts add up in every state that is ever shown (IMP-17)', async () => {
  const id = await accepted(service, MIXED);
  const seen: ImportView[] = [];
  for (let last: ImportView | undefined; last?.state !== 'completed'; seen.push(last)) last = await view(service, id);
  for (const { counts } of seen) expect(counts.rows).toBe(counts.applied + counts.unchanged + counts.rejected + counts.notReached);
  expect(seen.length).toBeGreaterThan(1);
});
