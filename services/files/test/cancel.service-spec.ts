// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import type { ImportView } from '../src/imports/import-view.js';
import { files } from '../src/index.js';
import { accepted, csvOf, ended, events, HEADER, names, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { StandInLists } from './support/stand-in-lists.js';

let service: TestService;
let inventory: StandInInventory;

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: new StandInLists().routes } });
  inventory = await StandInInventory.start(service.ports.eventLog);
});

beforeEach(() => inventory.answering({}));

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

const cancel = (id: string) => service.request<ImportView>(`/api/v1/imports/${id}/cancel`, { method: 'POST' });
const heardOf = (id: string) => inventory.heard.filter(({ importId }) => importId === id);

describe('cancelling an import', () => {
  it('with chunks in flight waits for their answers, sends no more, and counts the rest as not reached (IMP-11, IMP-17)', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, csvOf(names(13_000)));
    await inventory.until(() => heardOf(id).length === 8);
    expect(await cancel(id)).toMatchObject({
      status: 202,
      body: { state: 'cancelling', counts: { rows: 13_000, applied: 0, notReached: 13_000 }, finishedAt: null },
    });
    expect(await cancel(id)).toMatchObject({ status: 202, body: { state: 'cancelling' } });
    await inventory.release();
    expect(await ended(service, id)).toMatchObject({
      state: 'cancelled',
      counts: { rows: 13_000, applied: 8_000, unchanged: 0, rejected: 0, notReached: 5_000 },
    });
    expect(heardOf(id).map(({ chunk }) => chunk)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const last = (await events(service, id)).at(-1);
    expect(last?.event.event).toMatchObject({ case: 'finished', value: { cancelled: true, counts: { applied: 8_000, notReached: 5_000 } } });
    expect(await cancel(id)).toMatchObject({ status: 202, body: { state: 'cancelled' } });
    expect((await events(service, id)).length).toBe(last?.sequence);
  });

  it('before it is read, while it is read or before anything is sent ends it at once', async () => {
    for (const state of ['accepted', 'scanning', 'running']) {
      const id = await halfDone(state);
      expect(await cancel(id)).toMatchObject({ body: { state: 'cancelled', finishedAt: expect.any(String) } });
      expect((await events(service, id)).map(({ event }) => event.event)).toMatchObject([{ case: 'finished', value: { cancelled: true } }]);
    }
  });

  it('is refused when it is over, and for an import that there is not', async () => {
    const completed = await accepted(service, csvOf(['a']));
    await ended(service, completed);
    expect(await cancel(completed)).toMatchObject({ status: 409, body: { code: 'import_finished' } });
    const failed = await accepted(service, `${HEADER}\n`);
    await ended(service, failed);
    expect(await cancel(failed)).toMatchObject({ status: 409, body: { code: 'import_finished' } });
    expect(await cancel('01990000-0000-7000-8000-000000000000')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await cancel('nonsense')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('leaves late answers without effect (IMP-17)', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, csvOf(names(20)));
    await inventory.until(() => heardOf(id).length === 1);
    await cancel(id);
    await inventory.release({ times: 3 });
    const over = await ended(service, id);
    expect(over).toMatchObject({ state: 'cancelled', counts: { rows: 20, applied: 20, notReached: 0 } });
    await service.running().ready();
    expect(await view(service, id)).toEqual(over);
  });
});

/** An import as a process that was killed in this state leaves it behind; its lease keeps others away from it. */
async function halfDone(state: string): Promise<string> {
  const [row] = await service
    .running()
    .app.get(Database)
    .transaction(SYSTEM, (tx) =>
      tx.query<{ id: string }>(
        `insert into imports (id, state, by_id, by_name, by_role, from_console, file_name, size_bytes, sha256, column_map, created_at, lease, lease_until, rows)
       values (gen_random_uuid(), $1, 'u', 'U', 'administrator', false, 'a.csv', 1, '00', '{}', now(), 1, now() + interval '1 minute', 5) returning id`,
        [state],
      ),
    );
  return row?.id ?? '';
}
