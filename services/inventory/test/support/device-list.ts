// A small inventory for suites of the device list, and the list as the API shows it.
import { TenantLookupService } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { type Cells, customerState, importRows, macOf, profileState, resellerState, siteState, tellProfiles, tellTenants } from './inventory.js';

export interface Named {
  readonly id: string;
  readonly name: string;
}
export interface View extends Named {
  readonly description: string | null;
  readonly model: Named;
  readonly macAddress: string | null;
  readonly managedBy: Named | null;
  readonly sharedWithResellers: boolean;
  readonly assignedTo: Named | null;
  readonly site: Named | null;
  readonly profile: Named | null;
  readonly inventoryId: string | null;
  readonly customerOwned: boolean;
  readonly totalPorts: number;
  readonly freePorts: number;
  readonly extensions: readonly string[];
  readonly state: string;
  readonly status: 'registered' | 'aged' | 'unregistered' | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface List {
  readonly items: readonly View[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean };
}
export type Column = Exclude<keyof View, 'id'>;

export const north = resellerState('North Telecom');
export const harbour = resellerState('Harbour Voice');
export const direct = customerState('Canistracci OIL');
export const alpine = customerState('Alpine Dental', north.id);
export const birch = customerState('Birch & Sons', north.id);
export const quay = customerState('Quay Hotel', harbour.id);
export const refinery = siteState('Refinery', direct);
export const office = siteState('Head office', alpine);

export const NORTH: Who = { resellerId: north.id };
export const HARBOUR: Who = { resellerId: harbour.id };

// Few different values, so that most columns are full of ties; names in an order that is not that of the ids.
export const MANY = Array.from({ length: 60 }, (_, n): Cells => {
  const place = [
    {},
    { managedBy: 'North Telecom' },
    { managedBy: 'North Telecom', customer: n % 2 ? 'Alpine Dental' : 'Birch & Sons' },
    { customer: 'Canistracci OIL' },
    { shared: 'Y' },
    { shared: 'Y', customer: 'Quay Hotel' },
  ];
  const { managedBy = '', customer = '', shared = '' } = place[n % place.length] as Partial<Cells>;
  return {
    name: `Phone ${(n * 37) % 60} ${['é', 'Z', 'a', '📞'][n % 4]}`,
    mac: macOf(n + 0x0a00),
    model: ['Cisco 6821', 'Yealink SIP-T54W', 'Cisco 8851'][n % 3] ?? '',
    managedBy,
    customer,
    shared,
    site: customer === 'Canistracci OIL' ? ['Refinery', ''][n % 2] : customer === 'Alpine Dental' ? 'Head office' : '',
    customerOwned: customer !== '' && n % 5 === 0 ? 'Y' : '',
    profile: ['', 'Standard', 'Other'][n % 3] ?? '',
    inventoryId: ['', 'INV_1', 'inv-2', 'INV%3'][n % 4] ?? '',
    description: ['', 'Lobby', 'lobby 2', 'Été'][(n >> 2) % 4] ?? '',
  };
});

/** Inventory with `MANY` devices. */
export async function startWithDevices(): Promise<TestService> {
  // directory knows of nobody but those that it told of.
  const service = await startTestService(inventory, {
    answers: { directory: (router) => router.service(TenantLookupService, { findTenants: () => ({ tenants: [] }), findUsers: () => ({}) }) },
  });
  await tellTenants(service, [north, harbour, direct, alpine, birch, quay, refinery, office]);
  const models = (await service.request<{ items: readonly Named[] }>('/api/v1/models?limit=200')).body.items.map(({ id }) => id);
  await tellProfiles(service, [
    profileState({ name: 'Standard', shared: true, modelIds: models }),
    profileState({ name: 'Other', shared: true, modelIds: models }),
  ]);
  expect(new Set(await importRows(service, MANY))).toEqual(new Set(['applied']));
  return service;
}

export async function listDevices(service: TestService, query: string, as?: Who): Promise<List> {
  const { status, body } = await service.request<List>(`/api/v1/devices?${query}`, { as });
  expect([query, status]).toEqual([query, 200]);
  return body;
}

export const allDevices = async (service: TestService, as?: Who): Promise<readonly View[]> => (await listDevices(service, 'limit=200', as)).items;

export const names = (views: readonly View[]): string[] => views.map(({ name }) => name);
