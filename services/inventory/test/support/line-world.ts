// Two resellers with customers and accounts, devices of all kinds, and requests about ports.
import { create } from '@bufbuild/protobuf';
import {
  type AccountChanged,
  AccountChangedSchema,
  AccountKind,
  Permission,
  ProfileLookupService,
  type TenantChanged,
  TenantLookupService,
  topics,
} from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { type Clock, newId } from '@ringfleet/kernel';
import { keyState, type Known, tellCallers } from '@ringfleet/testing/callers';
import { startTestService, type TestAnswer, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { customerState, importRows, macOf, resellerState, tellTenants } from './inventory.js';

export const north = resellerState('North Telecom');
export const harbour = resellerState('Harbour Voice');
export const direct = customerState('Canistracci OIL');
export const easy = customerState('EasyCall', '', Permission.VIEW);
export const alpine = customerState('Alpine Dental', north.id);
export const birch = customerState('Birch & Sons', north.id);
export const quay = customerState('Quay Hotel', harbour.id);
const TENANTS = [north, harbour, direct, easy, alpine, birch, quay];

export const NORTH: Who = { resellerId: north.id, id: newId() };
export const HARBOUR: Who = { resellerId: harbour.id, id: newId() };
export const ALPINE: Known = { resellerId: north.id, customerId: alpine.id, id: newId() };

export const accountState = (customer: TenantChanged, number: string, kind = AccountKind.PHONE_TERMINAL) =>
  create(AccountChangedSchema, {
    id: newId(),
    customerId: customer.id,
    resellerId: customer.tenant.case === 'customer' ? customer.tenant.value.resellerId : '',
    number,
    extension: number.slice(-4),
    kind,
  });

export const accounts = {
  alpine: accountState(alpine, '8135550211'),
  alpine2: accountState(alpine, '8135550212'),
  alpineFax: accountState(alpine, '8135550213', AccountKind.FAX),
  birch: accountState(birch, '8135550221'),
  direct: accountState(direct, '8133793275'),
  easy: accountState(easy, '8135550101'),
  quay: accountState(quay, '8135550321'),
};

/** For requests that any version of the record is good for. */
export const ANY_VERSION = { 'if-match': '*' } as const;

export interface LineWorld {
  readonly service: TestService;
  /** What directory answers when it is asked about permissions, instead of what it told. */
  readonly newer: TenantChanged[];
  /** Accounts that directory answers with, beside those it told. */
  readonly newAccounts: AccountChanged[];
  /** The id of a new device. */
  device(cells?: { readonly managedBy?: string; readonly shared?: string; readonly customer?: string }): Promise<string>;
  put(path: string, body: object, as?: Who): Promise<TestAnswer<{ code?: string }>>;
  get<Body>(path: string, as?: Who): Promise<TestAnswer<Body>>;
  /** Status and code of taking a line. */
  take(device: string, port: number, account: { readonly id: string }, as?: Who): Promise<readonly [number, string | undefined]>;
}

export async function startLineWorld(clock?: Clock): Promise<LineWorld> {
  const newer: TenantChanged[] = [];
  const newAccounts: AccountChanged[] = [];
  const service = await startTestService(inventory, {
    ...(clock && { clock }),
    answers: {
      profiles: (router) => router.service(ProfileLookupService, { findProfiles: () => ({ profiles: [] }) }),
      directory: (router) =>
        router.service(TenantLookupService, {
          findTenants: () => ({ tenants: newer.map((state) => ({ sequence: 2n, state })) }),
          findUsers: () => ({}),
          findAccounts: ({ ids }) => ({ accounts: newAccounts.filter(({ id }) => ids.includes(id)).map((state) => ({ sequence: 5n, state })) }),
        }),
    },
  });
  await tellTenants(service, TENANTS);
  await tellCallers(service, [keyState(ALPINE)]);
  await service.tell(
    topics.accounts,
    Object.values(accounts).map((message) => ({ key: message.id, message })),
  );
  let devices = 0;
  const put = (path: string, body: object, as?: Who): Promise<TestAnswer<{ code?: string }>> =>
    service.request(`/api/v1/devices/${path}`, { method: 'PUT', body, as, headers: ANY_VERSION });
  return {
    service,
    newer,
    newAccounts,
    put,
    get: (path, as) => service.request(`/api/v1/${path}`, { as }),
    device: async (cells = {}) => {
      const name = `Phone ${++devices}`;
      expect(await importRows(service, [{ name, mac: macOf(devices + 0x0c00), ...cells }])).toEqual(['applied']);
      const { body } = await service.request<{ items: readonly { id: string; name: string }[] }>(`/api/v1/devices?q=${encodeURIComponent(name)}&limit=200`);
      return body.items.find((item) => item.name === name)?.id ?? '';
    },
    take: async (device, port, account, as) => {
      const { status, body } = await put(`${device}/lines/${port}`, { accountId: account.id }, as);
      return [status, body.code];
    },
  };
}
