// Tenants with sites and profiles, and devices that are added, changed and removed over the API.
import { type TestAnswer, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { macOf, profileState, siteState, tellProfiles, tellTenants } from './inventory.js';
import { type LineWorld, alpine, direct, north, startLineWorld } from './line-world.js';

export { accounts, ALPINE, alpine, ANY_VERSION, birch, direct, easy, HARBOUR, harbour, NORTH, north, quay } from './line-world.js';

export interface Device {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly state: string;
  readonly cleared?: readonly string[];
  readonly [field: string]: unknown;
}
export interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly field?: string; readonly code: string; readonly message: string }[];
}
type Answer = TestAnswer<Device & Problem>;

export interface DeviceWorld extends LineWorld {
  readonly models: Readonly<Record<'cisco6821' | 'cisco8851' | 't54w', string>>;
  readonly sites: Readonly<Record<'office' | 'lobby' | 'refinery', string>>;
  readonly profiles: Readonly<Record<'standard' | 'secret' | 'norths' | 'ofT54w', string>>;
  /** Fields of a device that nobody has yet. */
  fresh(more?: object): { readonly name: string; readonly model: string; readonly macAddress: string };
  post(body: object, as?: Who, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  add(more?: object, as?: Who): Promise<Device>;
  /** With the version that is there now. */
  patch(id: string, changes: object, as?: Who): Promise<Answer>;
  remove(id: string, as?: Who): Promise<Answer>;
  read(id: string, as?: Who): Promise<Device>;
}

/** Status, and what is said against which field: "409 assignedTo port_in_use". */
export const told = ({ status, body }: TestAnswer<Problem>): string => [status, ...(body.errors ?? []).map(({ field, code }) => `${field} ${code}`)].join(' ');

const office = siteState('Head office', alpine);
const lobby = siteState('Lobby', alpine);

export async function startDeviceWorld(): Promise<DeviceWorld> {
  const lines = await startLineWorld();
  const { service } = lines;
  const models = await modelsOf(service);
  const refinery = siteState('Refinery', direct, [models.cisco6821]);
  await tellTenants(service, [office, lobby, refinery]);
  const all = Object.values(models);
  const profiles = {
    standard: profileState({ name: 'Standard', shared: true, modelIds: [models.cisco6821, models.cisco8851] }),
    secret: profileState({ name: 'Of the provider', shared: false, modelIds: all }),
    norths: profileState({ name: 'Of North', ownerResellerId: north.id, modelIds: all }),
    ofT54w: profileState({ name: 'Of the T54W', shared: true, modelIds: [models.t54w] }),
  };
  await tellProfiles(service, Object.values(profiles));
  let made = 0x0d00;
  const ask = (path: string, method: string, more: { as?: Who | undefined; body?: object; ifMatch?: string }): Promise<Answer> =>
    service.request(`/api/v1/devices${path}`, {
      method,
      body: more.body,
      as: more.as,
      headers: more.ifMatch === undefined ? {} : { 'if-match': more.ifMatch },
    });
  const read = async (id: string, as?: Who): Promise<Device> => (await service.request<Device>(`/api/v1/devices/${id}`, { as })).body;
  const world: DeviceWorld = {
    ...lines,
    models,
    sites: { office: office.id, lobby: lobby.id, refinery: refinery.id },
    profiles: { standard: profiles.standard.id, secret: profiles.secret.id, norths: profiles.norths.id, ofT54w: profiles.ofT54w.id },
    fresh: (more = {}) => ({ name: `Device ${++made}`, model: models.cisco6821, macAddress: macOf(made), ...more }),
    post: (body, as, headers = {}) => service.request('/api/v1/devices', { method: 'POST', body, as, headers }),
    add: async (more = {}, as) => {
      const answer = await world.post(world.fresh(more), as);
      expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
      return answer.body;
    },
    patch: async (id, changes, as) => ask(`/${id}`, 'PATCH', { as, body: changes, ifMatch: `"${(await read(id)).version}"` }),
    remove: async (id, as) => ask(`/${id}`, 'DELETE', { as, ifMatch: `"${(await read(id)).version}"` }),
    read,
  };
  return world;
}

async function modelsOf(service: TestService): Promise<DeviceWorld['models']> {
  const { items } = (await service.request<{ items: readonly { id: string; name: string }[] }>('/api/v1/models?limit=200')).body;
  const idOf = (name: string): string => items.find((model) => model.name === name)?.id ?? '';
  return { cisco6821: idOf('Cisco 6821'), cisco8851: idOf('Cisco 8851'), t54w: idOf('Yealink SIP-T54W') };
}
