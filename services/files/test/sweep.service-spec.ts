// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, systemClock } from '@ringfleet/kernel';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { Sweep } from '../src/sweep/sweep.js';
import { accepted, csvOf, ended, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';

const DAY_MS = 86_400_000;
let service: TestService;
let inventory: StandInInventory;
let ahead = 0;

beforeAll(async () => {
  service = await startTestService(files, { settings: { RINGFLEET_FILES_KEEP_DAYS: '7' }, clock: () => new Date(systemClock().getTime() + ahead) });
  inventory = await StandInInventory.start(service.ports.eventLog);
});

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

const sweepAfter = async (ms: number): Promise<void> => {
  ahead = ms;
  await service.running().app.get(Sweep).execute();
  ahead = 0;
};

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of service.ports.objects.list('')) keys.push(key);
  return keys.toSorted();
}

describe('the sweep', () => {
  it('removes the file of an import some days after its end; what was rejected stays (IMP-02)', async () => {
    const id = await accepted(service, csvOf(['bad', 'fine']));
    await ended(service, id);
    await sweepAfter(6 * DAY_MS);
    expect(await stored()).toEqual([`imports/${id}/file`, `imports/${id}/scan-1/0`]);
    await sweepAfter(8 * DAY_MS);
    expect(await stored()).toEqual([]);
    expect(await view(service, id)).toMatchObject({ state: 'completed', counts: { rows: 2, applied: 1, rejected: 1 } });
    expect((await service.request(`/api/v1/imports/${id}/rows?outcome=rejected`)).body).toMatchObject({ items: [{ row: 2, name: 'bad' }] });
    for (const path of ['errors', 'rows', 'rows?outcome=applied'])
      expect(await service.request(`/api/v1/imports/${id}/${path}`)).toMatchObject({ status: 410, body: { code: 'file_removed' } });
  });

  it('keeps the file of an import that has not ended', async () => {
    inventory.answering({ hold: true });
    const id = await accepted(service, csvOf(['fine']));
    await inventory.until((heard) => heard.some(({ importId }) => importId === id));
    await sweepAfter(100 * DAY_MS);
    await inventory.release();
    expect(await ended(service, id)).toMatchObject({ state: 'completed' });
    await sweepAfter(100 * DAY_MS);
  });

  it('removes what was stored and never recorded, a day later (IMP-04)', async () => {
    const id = newId();
    await service.ports.objects.put(`imports/${id}/file`, Buffer.from('stored by a process that died'));
    await sweepAfter(DAY_MS / 2);
    expect(await stored()).toHaveLength(1);
    await sweepAfter(DAY_MS + 60_000);
    expect(await stored()).toEqual([]);
  });
});
