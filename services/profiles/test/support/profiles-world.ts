import { DeviceUsesService, type FindDeviceUsesRequest, ModelLookupService, TenantChangedSchema, TenantLookupService } from '@ringfleet/contracts';
import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { namedId } from '@ringfleet/kernel';
import { profiles } from '@ringfleet/profiles';
import { startTestService, type TestRequest, type TestService, type TestServiceOptions, type Who } from '@ringfleet/testing/service-harness';

export const NORTH = namedId('reseller/North Telecom');
export const HARBOUR = namedId('reseller/Harbour Voice');
export const T54 = namedId('model/Yealink SIP-T54W');
export const C6821 = namedId('model/Cisco 6821');

export interface Problem {
  readonly code?: string;
  readonly errors?: readonly { readonly code: string; readonly field?: string; readonly line?: number }[];
  readonly usedBy?: readonly { readonly kind: string; readonly total: number }[];
}

export interface ProfileView extends Problem {
  readonly id: string;
  readonly name: string;
  readonly modelIds: readonly string[];
  readonly shared: boolean;
  readonly parentId: string | null;
  readonly publishedVersion: number | null;
  readonly version: number;
}

export interface VersionView extends Problem {
  readonly number: number;
  readonly state: string;
  readonly version: number;
  readonly variables: readonly { readonly name: string }[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly templates: readonly object[];
}

type Uses = readonly { readonly id: string; readonly name: string }[];

/** The service with the answers of directory, which knows every reseller, and of inventory, which knows two models and what the test says of devices. */
export class ProfilesWorld {
  readonly asked: FindDeviceUsesRequest[] = [];
  /** How inventory answers the question for the devices that have a profile. */
  devices: (request: FindDeviceUsesRequest) => Uses | Promise<Uses> = () => [];
  private started: TestService | undefined;

  static async start(options: Pick<TestServiceOptions, 'demo' | 'clock'> = {}): Promise<ProfilesWorld> {
    const world = new ProfilesWorld();
    world.started = await startTestService(profiles, {
      ...options,
      answers: {
        directory: (router) =>
          router.service(TenantLookupService, { findTenants: ({ ids }) => ({ tenants: ids.map((id) => ({ sequence: 1n, state: resellerState(id) })) }) }),
        inventory: world.inventory,
      },
    });
    return world;
  }

  private readonly inventory = (router: ConnectRouter): void => {
    router
      .service(ModelLookupService, { findModels: ({ ids }) => ({ models: ids.filter((id) => [T54, C6821].includes(id)).map((id) => ({ id })) }) })
      .service(DeviceUsesService, {
        findDeviceUses: async (request) => {
          this.asked.push(request);
          const devices = await this.devices(request);
          return { total: BigInt(devices.length), devices: [...devices] };
        },
      });
  };

  /** Inventory is away while `work` goes on. */
  async withoutInventory<T>(work: () => Promise<T>): Promise<T> {
    this.service.addresses.silence('inventory');
    try {
      return await work();
    } finally {
      this.service.addresses.answers('inventory', this.inventory);
    }
  }

  get service(): TestService {
    if (!this.started) throw new Error('not started');
    return this.started;
  }

  request<Body>(method: string, path: string, request: Omit<TestRequest, 'method'> = {}) {
    return this.service.request<Body>(`/api/v1/profiles${path}`, { method, headers: { 'if-match': '*' }, ...request });
  }

  async profile(body: object, as?: Who): Promise<ProfileView> {
    const { status, body: made } = await this.request<ProfileView>('POST', '', { body: { modelIds: [T54], ...body }, as });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(made)}`);
    return made;
  }

  draft(id: string, body: object, as?: Who) {
    return this.request<VersionView>('POST', `/${id}/versions`, { body, as });
  }

  /** Makes a version and publishes it. */
  async publish(id: string, body: object, as?: Who) {
    const draft = await this.draft(id, body, as);
    if (draft.status !== 201) return draft;
    return this.request<VersionView>('POST', `/${id}/versions/${draft.body.number}/publish`, { as });
  }
}

export const resellerState = (id: string, closing = false) =>
  create(TenantChangedSchema, { id, name: 'A reseller', tenant: { case: 'reseller', value: {} }, closing });
