// Real: files over HTTP, its PostgreSQL with row-level security, its event log. Directory is its contract, answered here; inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Permission, type TenantChanged, TenantLookupService, type UserChanged } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { keyState, type Known, tellCallers, userState } from '@ringfleet/testing/callers';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { accepted, csvOf, ended, names, upload, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { customerState, tellTenants } from './support/tenants.js';

const MUTE = newId();
const SILENT = newId();
const VIEWING = newId();
const OPEN = newId();
const someone = (who: Omit<Known, 'id'> = {}): Known => ({ id: newId(), ...who });

let service: TestService;
/** What directory answers when it is asked, beside what it told. */
const newer: TenantChanged[] = [];
const callers: UserChanged[] = [];

beforeAll(async () => {
  service = await startTestService(files, {
    answers: {
      directory: (router) =>
        router.service(TenantLookupService, {
          findTenants: () => ({ tenants: newer.map((state) => ({ sequence: 2n, state })) }),
          findUsers: ({ ids }) => ({ users: callers.filter(({ id }) => ids.includes(id)).map((state) => ({ sequence: 1n, state })) }),
        }),
    },
  });
  await tellTenants(service, [
    customerState(SILENT, { resellerId: MUTE, provisionDevices: Permission.NONE }),
    customerState(VIEWING, { provisionDevices: Permission.VIEW }),
    customerState(OPEN),
  ]);
});

afterAll(() => service.stop());

const list = async (as: Known): Promise<readonly [number, string | undefined]> => {
  const { status, body } = await service.request<{ code?: string }>('/api/v1/imports', { as });
  return [status, body.code];
};
const send = async (as: Known): Promise<readonly [number, string | undefined]> => {
  const { status, body } = await upload<{ code?: string }>(service, csvOf([`a ${as.id}`]), { as });
  return [status, body.code];
};

describe('imports, which are of the devices section', () => {
  it('are not there for a reseller none of whose customers may see devices: 403 on every route (DIR-06)', async () => {
    const as = someone({ resellerId: MUTE });
    const id = newId();
    for (const path of ['imports', 'imports/template', `imports/${id}`, `imports/${id}/rows`, `imports/${id}/errors`]) {
      const { status, body } = await service.request<{ code: string }>(`/api/v1/${path}`, { as });
      expect([path, status, body.code]).toEqual([path, 403, 'section_absent']);
    }
    expect((await service.request(`/api/v1/imports/${id}/cancel`, { method: 'POST', as })).status).toBe(403);
    expect(await send(as)).toEqual([403, 'section_absent']);
  });

  it('are there again as soon as directory says that a customer may see devices, however late its events are (DIR-06)', async () => {
    newer.push(customerState(newId(), { resellerId: MUTE, provisionDevices: Permission.VIEW }));
    expect(await send(someone({ resellerId: MUTE }))).toEqual([202, undefined]);
    newer.splice(0);
  });

  it('are for customers that may change devices, not for those that may look (DIR-02a, DIR-04)', async () => {
    const [viewer, owner] = [someone({ customerId: VIEWING }), someone({ customerId: OPEN })];
    await tellCallers(service, [keyState(viewer), keyState(owner)]);
    expect([await list(viewer), await send(viewer)]).toEqual([
      [403, 'not_permitted'],
      [403, 'not_permitted'],
    ]);
    expect([await list(owner), await send(owner)]).toEqual([
      [200, undefined],
      [202, undefined],
    ]);
  });

  it('are not for a user whom nobody knows yet: it is no service key, and may do what directory says of it (DIR-04, DIR-05)', async () => {
    const anna = someone({ customerId: OPEN });
    expect(await send(anna)).toEqual([403, 'section_absent']);
    callers.push(userState(anna, Permission.MODIFY));
    expect(await send(anna)).toEqual([202, undefined]);
  });
});

describe('an import of a user or key that is deleted or revoked meanwhile', () => {
  it('is cancelled before its next chunk, and nothing new is taken from it (design.md §6)', async () => {
    const key = someone({ resellerId: newId() });
    await tellCallers(service, [keyState(key)]);
    const id = await accepted(service, csvOf(names(1_500, 'revoked')), { as: key }); // inventory does not answer its first chunks
    await tellCallers(service, [{ ...keyState(key), deleted: true }], 2);
    const inventory = await StandInInventory.start(service.ports.eventLog);
    const { state, counts } = await ended(service, id);
    await inventory.stop();
    expect(state).toBe('cancelled');
    expect(counts.rows).toBe(counts.applied + counts.unchanged + counts.rejected + counts.notReached);
    expect(await send(key)).toEqual([401, 'revoked']);
    expect((await view(service, id)).state).toBe('cancelled');
  });
});
