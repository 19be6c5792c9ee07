// Real: files over HTTP, its PostgreSQL with row-level security, its event log and object store. Inventory is its contract, answered here as the test wants.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decode, DeviceListService, type ExportEvent, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { keyState, type Known, tellCallers } from '@ringfleet/testing/callers';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';

let service: TestService;
/** Resolves once inventory is asked for the devices. */
let asked: PromiseWithResolvers<void>;
/** What inventory does before it answers that there are none. */
let before: (signal: AbortSignal) => Promise<void>;

beforeAll(async () => {
  service = await startTestService(files, {
    logLevel: 'fatal',
    answers: {
      inventory: (router) =>
        router.service(DeviceListService, {
          checkDeviceList: () => ({}),
          findCustomFields: () => ({ fields: [] }),
          async *streamDevices(_, { signal }) {
            asked.resolve();
            await before(signal);
            yield { part: { case: 'start', value: { total: 0n, exact: true } } };
          },
        }),
    },
  });
});
beforeEach(() => {
  asked = Promise.withResolvers();
});
afterAll(() => service.stop());

async function started(as: Known): Promise<string> {
  const { status, body } = await service.request<{ id: string }>('/api/v1/exports', { method: 'POST', body: { kind: 'devices', format: 'csv' }, as });
  if (status !== 202) throw new Error(`Not accepted: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

/** A key with the section, whose export inventory is busy with. */
async function busy(): Promise<{ readonly key: Known; readonly id: string }> {
  const key = { id: newId(), resellerId: newId() };
  await tellCallers(service, [keyState(key)]);
  const id = await started(key);
  await asked.promise;
  return { key, id };
}

const revoke = (key: Known): Promise<void> => tellCallers(service, [{ ...keyState(key), deleted: true }], 2);

/** How the export ends, as its events say. */
async function ending(id: string): Promise<ExportEvent['event']['case']> {
  const stop = new AbortController();
  for await (const { key, value } of service.ports.eventLog.read(topics.exports.name, { from: 'start', follow: true, signal: stop.signal })) {
    const said = key === id && value ? decode(topics.exports, value).event.case : undefined;
    if (said === undefined || said === 'accepted') continue;
    stop.abort();
    return said;
  }
  return undefined;
}

describe('an export of a user or key that is deleted or revoked meanwhile', () => {
  it('gives no file, though its last row is written (design.md §6)', async () => {
    const written = Promise.withResolvers<void>();
    before = () => written.promise;
    const { key, id } = await busy();
    await revoke(key);
    written.resolve();
    expect(await ending(id)).toBe('cancelled');
    const { body } = await service.request<{ state: string; download: unknown }>(`/api/v1/exports/${id}`);
    expect(body).toMatchObject({ state: 'cancelled', download: null });
  });

  it('is broken off while it is made, and inventory need not end it (design.md §6)', async () => {
    before = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('broken off'))));
    const { key, id } = await busy();
    await revoke(key);
    expect(await ending(id)).toBe('cancelled');
  });

  it('is not tried again where it could not be made (design.md §6)', async () => {
    before = () => Promise.reject(new Error('away'));
    const { key, id } = await busy();
    await revoke(key);
    expect(await ending(id)).toBe('cancelled');
  });

  it('ends as ever where the key serves on', async () => {
    before = () => Promise.resolve();
    expect(await ending((await busy()).id)).toBe('finished');
  });
});
