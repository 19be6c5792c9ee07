import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Client, createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { type AccountChanged, DeviceUsesService, type FindDeviceUsesRequestSchema, ProfileUsesService, type TenantChanged } from '@ringfleet/contracts';
import { Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';

/** Records of one kind that use another: how many, and the first of them by name. */
export interface UsedBy {
  readonly kind: 'customer' | 'site' | 'account' | 'user' | 'serviceKey' | 'device' | 'profile';
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

/** Tables of directory that may refer to a record, with the condition; $1 is its id. */
export type Referring = Partial<Record<'customers' | 'sites' | 'accounts' | 'users' | 'service_keys', string>>;

interface UseRow {
  readonly kind: UsedBy['kind'];
  readonly id: string;
  readonly name: string;
  readonly total: number;
}

const SHOWN = 20;
const ASKED_WITHIN_MS = 5_000;
const TABLES = {
  customers: { kind: 'customer', name: 'name' },
  sites: { kind: 'site', name: 'name' },
  accounts: { kind: 'account', name: 'number' },
  users: { kind: 'user', name: 'name' },
  service_keys: { kind: 'serviceKey', name: 'name' },
} as const satisfies Record<keyof Referring, { readonly kind: UsedBy['kind']; readonly name: string }>;

/** The state of a record as other services keep it. */
export type CopiedState = { readonly tenant: TenantChanged } | { readonly account: AccountChanged };
export type ClosableTable = 'resellers' | 'customers' | 'sites' | 'accounts';

/** That a record is closing, with the number of that state. */
export interface NumberedState {
  readonly sequence: bigint;
  readonly state: CopiedState;
}

/** What stands in the way of a deletion: nothing that is in use is deleted. */
@Injectable()
export class Uses {
  private readonly devices: Client<typeof DeviceUsesService>;
  private readonly profiles: Client<typeof ProfileUsesService>;

  constructor(@Inject(PORTS) { addresses }: Ports) {
    this.devices = createClient(DeviceUsesService, addresses.transportTo('inventory'));
    this.profiles = createClient(ProfileUsesService, addresses.transportTo('profiles'));
  }

  here(tx: Tx, id: string, referring: Referring): Promise<UsedBy[]> {
    return usesInDirectory(tx, id, referring);
  }

  /**
   * What other services' records refer to it: devices, and a reseller's CPE profiles. With the state that says that it is closing they answer once nobody can begin
   * to. Throws a ConnectError while one of them cannot be reached.
   */
  async elsewhere(table: ClosableTable, id: string, closing?: NumberedState): Promise<UsedBy[]> {
    const { tenants = [], accounts = [] } = messageOf(closing);
    const { total, devices } = await this.devices.findDeviceUses({ ids: [id], tenants, accounts }, { timeoutMs: ASKED_WITHIN_MS });
    const owned =
      table === 'resellers' ? await this.profiles.findProfileUses({ ids: [id], tenants }, { timeoutMs: ASKED_WITHIN_MS }) : { total: 0n, profiles: [] };
    return [usedBy('device', total, devices), usedBy('profile', owned.total, owned.profiles)].filter((uses) => uses.total > 0);
  }

  /** The devices that refer to an account. */
  usesByDevices(accountId: string): Promise<UsedBy[]> {
    return this.elsewhere('accounts', accountId);
  }
}

/** Throws `Refused` 409 `in_use` with all that uses the record. */
export function refuseUses(uses: readonly UsedBy[]): void {
  if (uses.length === 0) return;
  const words = uses.map(({ kind, total }) => `${WORDS[kind]}: ${total}`).join(', ');
  throw new Refused(409, 'in_use', `It is in use (${words}). Delete or move what uses it first.`, { extra: { usedBy: uses } });
}

const usedBy = (kind: UsedBy['kind'], total: bigint, records: readonly { readonly id: string; readonly name: string }[]): UsedBy => ({
  kind,
  total: Number(total),
  items: records.map(({ id, name }) => ({ id, name })),
});

function messageOf(closing: NumberedState | undefined): MessageInitShape<typeof FindDeviceUsesRequestSchema> {
  if (!closing) return {};
  const { sequence, state } = closing;
  return 'tenant' in state ? { tenants: [{ sequence, state: state.tenant }] } : { accounts: [{ sequence, state: state.account }] };
}

const WORDS: Readonly<Record<UsedBy['kind'], string>> = {
  customer: 'customers',
  site: 'sites',
  account: 'accounts',
  user: 'users',
  serviceKey: 'service keys',
  device: 'devices',
  profile: 'CPE profiles',
};

async function usesInDirectory(tx: Tx, id: string, referring: Referring): Promise<UsedBy[]> {
  const uses: UsedBy[] = [];
  for (const [table, { kind, name }] of Object.entries(TABLES)) {
    const condition = referring[table as keyof Referring];
    if (condition === undefined) continue;
    const rows = await tx.query<UseRow>(
      `select id, ${name} as name, count(*) over ()::int as total from ${table} where ${condition} order by name_key, id limit ${SHOWN}`,
      [id],
    );
    const [first] = rows;
    if (first) uses.push({ kind, total: first.total, items: rows.map((row) => ({ id: row.id, name: row.name })) });
  }
  return uses;
}
