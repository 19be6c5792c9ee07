// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log. What directory says and answers of users is said by the test.
import { Permission, TenantLookupService, type UserChanged } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { newId } from '@ringfleet/kernel';
import { type Known, tellCallers, userState } from '@ringfleet/testing/callers';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { customerState, resellerState, tellTenants } from './support/inventory.js';

const north = resellerState('North Telecom');
const harbour = resellerState('Harbour Voice');
const alpine = customerState('Alpine Dental', north.id);
const PATHS = ['devices', `devices/${newId()}`, 'device-batches', 'models', 'access/explain?action=devices.list'];

let service: TestService;
/** What directory answers of users when it is asked. */
const newer: UserChanged[] = [];

beforeAll(async () => {
  service = await startTestService(inventory, {
    answers: {
      directory: (router) =>
        router.service(TenantLookupService, {
          findTenants: () => ({}),
          findUsers: ({ ids }) => ({ users: newer.filter(({ id }) => ids.includes(id)).map((state) => ({ sequence: 9n, state })) }),
        }),
    },
  });
  await tellTenants(service, [north, harbour, alpine]);
});

afterAll(() => service.stop());

/** Status and code of each route. */
async function answersTo(who: Known): Promise<(readonly [number, string | undefined])[]> {
  const answers = await Promise.all(PATHS.map((path) => service.request<{ code?: string }>(`/api/v1/${path}`, { as: who })));
  return answers.map(({ status, body }) => [status, body.code]);
}

const taken = [
  [200, undefined],
  [404, 'not_found'],
  [200, undefined],
  [200, undefined],
  [200, undefined],
];
const refusedAs = (code: string) => PATHS.map(() => [401, code]);
const say = (who: Known, sequence: number): Promise<void> => tellCallers(service, [userState(who, Permission.MODIFY)], sequence);

describe('a token from before', () => {
  it("is refused everywhere once its user is another reseller's, and the new one is taken (DIR-02, DIR-03)", async () => {
    const before: Known = { id: newId(), resellerId: north.id };
    const after: Known = { ...before, resellerId: harbour.id };
    await say(before, 1);
    expect(await answersTo(before)).toEqual(taken);
    await say(after, 2);
    expect(await answersTo(before)).toEqual(refusedAs('token_outdated'));
    expect(await answersTo(after)).toEqual(taken);
  });

  it('is refused once its user has another role, higher or lower (DIR-02a)', async () => {
    const admin: Known = { id: newId(), role: 'customer-admin', customerId: alpine.id, resellerId: north.id };
    await say({ ...admin, role: 'customer-user' }, 1);
    expect(await answersTo(admin)).toEqual(refusedAs('token_outdated'));
    await say(admin, 2);
    expect(await answersTo({ ...admin, role: 'customer-user' })).toEqual(refusedAs('token_outdated'));
    expect(await answersTo(admin)).toEqual(taken);
  });

  it('is refused once its user was deleted (DIR-10)', async () => {
    const gone: Known = { id: newId(), role: 'operator' };
    await tellCallers(service, [{ ...userState(gone, Permission.UNSPECIFIED), deleted: true }]);
    expect(await answersTo(gone)).toEqual(refusedAs('revoked'));
  });

  it('does not shut out who was changed a moment ago: directory is asked where the copy says otherwise', async () => {
    const before: Known = { id: newId(), role: 'operator' };
    const after: Known = { ...before, role: 'administrator' };
    await say(before, 1);
    newer.push(userState(after, Permission.UNSPECIFIED));
    expect(await answersTo(after)).toEqual(taken);
    expect(await answersTo(before)).toEqual(refusedAs('token_outdated'));
  });
});
