import type { ConnectRouter } from '@connectrpc/connect';
import { DeviceUsesService, type FindDeviceUsesRequest, ModelLookupService, ProfileUsesService } from '@ringfleet/contracts';
import { directory } from '@ringfleet/directory';
import type { Clock } from '@ringfleet/kernel';
import { startTestService, type TestAnswer, type TestRequest, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';

/** What answers have, whatever the record. */
export interface View {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly [field: string]: unknown;
}
export interface Problem {
  readonly code: string;
  readonly errors?: readonly { readonly code: string; readonly field: string }[];
  readonly usedBy?: readonly { readonly kind: string; readonly total: number; readonly items: readonly { readonly name: string }[] }[];
  readonly users?: readonly { readonly name: string }[];
}
export type Answer = TestAnswer<View & Problem>;

const ANY = { 'if-match': '*' };

/** The devices that inventory would know, by the id of what they refer to. */
export type Devices = Map<string, readonly string[]>;

/** Directory over HTTP, with an inventory that knows the devices it is told of. */
export class DirectoryClient {
  readonly devices: Devices = new Map();
  /** The profiles that profiles would know, by the reseller that owns them. */
  readonly profiles: Devices = new Map();
  readonly unknownModels = new Set<string>();
  /** What comes about while inventory answers; may throw in its place. */
  whileAsked: (request: FindDeviceUsesRequest) => Promise<void> = () => Promise.resolve();

  private constructor(readonly service: TestService) {}

  static async start(options: { readonly clock?: Clock; readonly otherIssuer?: string } = {}): Promise<DirectoryClient> {
    const client = new DirectoryClient(await startTestService(directory, { logLevel: 'fatal', ...options }));
    client.answerAsInventory();
    client.service.addresses.answers('profiles', client.owned());
    return client;
  }

  answerAsInventory(): void {
    this.service.addresses.answers('inventory', this.inventory());
  }

  silenceInventory(): void {
    this.service.addresses.silence('inventory');
  }

  send(method: string, path: string, { as, ...request }: TestRequest = {}): Promise<Answer> {
    return this.service.request<View & Problem>(`/api/v1/${path}`, { ...request, method, ...(as !== undefined && { as }) });
  }

  post = (path: string, body: object, as?: Who): Promise<Answer> => this.send('POST', path, { body, ...(as && { as }) });
  get = (path: string, as?: Who | string): Promise<Answer> => this.send('GET', path, as === undefined ? {} : { as });
  /** Whatever version it is. */
  patch = (path: string, body: object, as?: Who): Promise<Answer> => this.send('PATCH', path, { body, headers: ANY, ...(as && { as }) });
  delete = (path: string, as?: Who): Promise<Answer> => this.send('DELETE', path, { headers: ANY, ...(as && { as }) });
  rotate = (keyId: string, as?: Who): Promise<Answer> => this.send('POST', `service-keys/${keyId}/rotate`, { headers: ANY, ...(as && { as }) });

  /** Makes a record. Throws where it is refused. */
  async make(path: string, body: object, as?: Who): Promise<View> {
    const { status, body: view } = await this.post(path, body, as);
    if (status !== 201) throw new Error(`POST ${path}: ${status} ${view.code}`);
    return view;
  }

  /** What the table of idempotency keys holds, as who reads the database sees it. */
  async storedAnswers(): Promise<string> {
    const client = new Client({ connectionString: this.service.database.ownerUrl });
    await client.connect();
    try {
      const { rows } = await client.query<{ text: string }>('select string_agg(k::text, chr(10)) as text from idempotency_keys k');
      return rows[0]?.text ?? '';
    } finally {
      await client.end();
    }
  }

  private owned(): (router: ConnectRouter) => void {
    return (router) => {
      router.service(ProfileUsesService, {
        findProfileUses: ({ ids }) => {
          const names = ids.flatMap((id) => this.profiles.get(id) ?? []);
          return { total: BigInt(names.length), profiles: names.map((name) => ({ id: name, name })) };
        },
      });
    };
  }

  private inventory(): (router: ConnectRouter) => void {
    return (router) => {
      router.service(ModelLookupService, {
        findModels: ({ ids }) => ({ models: ids.filter((id) => !this.unknownModels.has(id)).map((id) => ({ id, nameKey: id })) }),
      });
      router.service(DeviceUsesService, {
        findDeviceUses: async (request) => {
          await this.whileAsked(request);
          const { ids } = request;
          const names = ids.flatMap((id) => this.devices.get(id) ?? []);
          return { total: BigInt(names.length), devices: names.map((name) => ({ id: name, name })) };
        },
      });
    };
  }
}
