import { type Client, createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { DeviceUsesService } from '@ringfleet/contracts';
import { Refused } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';

/** Records of one kind that use another: how many, and the first of them by name. */
export interface UsedBy {
  readonly kind: 'customer' | 'site' | 'account' | 'user' | 'serviceKey' | 'device';
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

/** What stands in the way of a deletion: nothing that is in use is deleted. */
@Injectable()
export class Uses {
  private readonly devices: Client<typeof DeviceUsesService>;

  constructor(@Inject(PORTS) { addresses }: Ports) {
    this.devices = createClient(DeviceUsesService, addresses.transportTo('inventory'));
  }

  /** Throws `Refused` 409 `in_use` with all that uses the record; a ConnectError while inventory, whose devices may, cannot be reached. */
  async refuseIfUsed(tx: Tx, id: string, referring: Referring): Promise<void> {
    const usedBy = [...(await usesInDirectory(tx, id, referring)), ...(await this.usesByDevices(id))];
    if (usedBy.length === 0) return;
    const words = usedBy.map(({ kind, total }) => `${WORDS[kind]}: ${total}`).join(', ');
    throw new Refused(409, 'in_use', `It is in use (${words}). Delete or move what uses it first.`, { extra: { usedBy } });
  }

  /** The devices that refer to a reseller, customer, site or account. */
  async usesByDevices(id: string): Promise<UsedBy[]> {
    const { total, devices } = await this.devices.findDeviceUses({ ids: [id] }, { timeoutMs: ASKED_WITHIN_MS });
    return total === 0n ? [] : [{ kind: 'device', total: Number(total), items: devices.map((device) => ({ id: device.id, name: device.name })) }];
  }
}

const WORDS: Readonly<Record<UsedBy['kind'], string>> = {
  customer: 'customers',
  site: 'sites',
  account: 'accounts',
  user: 'users',
  serviceKey: 'service keys',
  device: 'devices',
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
