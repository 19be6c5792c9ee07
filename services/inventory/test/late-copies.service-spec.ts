// Real: inventory with its PostgreSQL and event log. Directory and profiles are their contracts, answered here; what inventory was not told it must ask.
import { Code, ConnectError } from '@connectrpc/connect';
import { type FindTenantsRequest, ProfileLookupService, type ProfileChanged, type TenantChanged, TenantLookupService, topics } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { customerState, importRows, macOf, profileState, resellerState, siteState, tellTenants } from './support/inventory.js';

const north = resellerState('North Telecom');
const alpine = customerState('Alpine Dental', north.id);
const office = siteState('Head office', alpine);
const direct = customerState('Canistracci OIL');

let service: TestService;
let tenants: TenantChanged[] = [];
let profiles: ProfileChanged[] = [];
let asked: FindTenantsRequest[] = [];
/** So many questions are not answered. */
let unanswered = 0;

beforeEach(async () => {
  tenants = [];
  profiles = [];
  asked = [];
  unanswered = 0;
  service = await startTestService(inventory, {
    logLevel: 'fatal', // an owner that does not answer is a warning
    answers: {
      directory: (router) =>
        router.service(TenantLookupService, {
          findTenants: (request) => {
            asked.push(request);
            if (unanswered-- > 0) throw new ConnectError('directory is down', Code.Unavailable);
            return { tenants: tenants.map((state) => ({ sequence: 1n, state })) };
          },
          findUsers: () => ({}),
        }),
      profiles: (router) => router.service(ProfileLookupService, { findProfiles: () => ({ profiles: profiles.map((state) => ({ sequence: 1n, state })) }) }),
    },
  });
});

afterEach(() => service.stop());

const phone = (n: number) => ({ name: `Phone ${n}`, mac: macOf(n) });
const placed = { managedBy: 'North Telecom', customer: 'Alpine Dental', site: 'Head office' };

describe('what the copies do not know', () => {
  it('is asked of its owner before a row is refused: a reseller, its customer, their site and a profile made a moment ago (design.md §1)', async () => {
    tenants = [north, alpine, office];
    const model = (await service.request<{ items: readonly { id: string }[] }>('/api/v1/models?q=6821')).body.items[0]?.id ?? '';
    profiles = [profileState({ name: '6821 standard', shared: true, modelIds: [model] })];
    expect(await importRows(service, [{ ...phone(1), ...placed, profile: '6821 standard' }])).toEqual(['applied']);
  });

  it('is asked in one query for all rows of a chunk', async () => {
    tenants = [direct];
    expect(
      await importRows(service, [
        { ...phone(1), customer: 'Canistracci OIL' },
        { ...phone(2), customer: 'Nobody' },
        { ...phone(3), customer: 'Nobody else' },
      ]),
    ).toEqual(['applied', 'unknown_customer', 'unknown_customer']);
    expect(asked.map(({ nameKeys }) => nameKeys)).toEqual([['canistracci oil', 'nobody', 'nobody else']]);
  });

  it('is not asked where the copy says yes', async () => {
    await tellTenants(service, [direct]);
    expect(await importRows(service, [{ ...phone(1), customer: 'Canistracci OIL' }])).toEqual(['applied']);
    expect(asked).toEqual([]);
  });

  it('may be the uploader itself: a customer made a moment ago adds its first phone (IMP-02b)', async () => {
    tenants = [north, alpine];
    const by = { resellerId: north.id, customerId: alpine.id };
    expect(await importRows(service, [phone(1), { ...phone(2), managedBy: 'North Telecom', customer: 'alpine dental' }], { by })).toEqual([
      'applied',
      'applied',
    ]);
  });

  it('makes a chunk wait while its owner does not answer: nothing is refused, nothing lost', async () => {
    tenants = [direct];
    unanswered = 2;
    expect(await importRows(service, [{ ...phone(1), customer: 'Canistracci OIL' }, phone(2)])).toEqual(['applied', 'applied']);
    expect(asked).toHaveLength(3);
    expect(await service.records(topics.devices)).toHaveLength(2);
  });
});
