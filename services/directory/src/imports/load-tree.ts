import { type Client, createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { ModelLookupService } from '@ringfleet/contracts';
import { type Caller, nameKey, textOf } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Account } from '../accounts/account.js';
import { Customer } from '../customers/customer.js';
import { Reseller } from '../resellers/reseller.js';
import { Site } from '../sites/site.js';
import { type Column, modelsIn, type TreeRow, typeOf } from './tree-row.js';
import { type TreeNode, type UnseenKeys, WorkingTree } from './working-tree.js';

const ASKED_WITHIN_MS = 5_000;

/** Reads what rows of the tree mention, in few queries. */
@Injectable()
export class LoadTree {
  private readonly models: Client<typeof ModelLookupService>;

  constructor(@Inject(PORTS) { addresses }: Ports) {
    this.models = createClient(ModelLookupService, addresses.transportTo('inventory'));
  }

  /** Ids of the models that the rows name, by key. Throws a ConnectError while inventory, which knows them, cannot be reached: the chunk waits, nothing is refused. */
  async modelsOf(rows: readonly TreeRow[]): Promise<ReadonlyMap<string, string>> {
    const nameKeys = [...new Set(rows.flatMap(modelsIn).map(nameKey))];
    if (nameKeys.length === 0) return new Map();
    const { models } = await this.models.findModels({ nameKeys }, { timeoutMs: ASKED_WITHIN_MS });
    return new Map(models.map(({ id, nameKey: key }) => [key, id]));
  }

  /** The nodes that the rows mention, as far as the scope of the transaction sees them. */
  async execute(tx: Tx, rows: readonly TreeRow[], { uploader, models }: { uploader: Caller; models: ReadonlyMap<string, string> }): Promise<WorkingTree> {
    const tenants = await tenantsOf(tx, rows);
    const accounts = rows.filter((row) => typeOf(textOf(row, 'type')) === 'account');
    const numbers = keysIn(accounts, 'name');
    const sipUsernames = [...new Set([...numbers, ...keysIn(accounts, 'sipUsername')])];
    const found = numbers.length === 0 ? [] : await tx.em.find(Account, { $or: [{ nameKey: { $in: numbers } }, { sipUsernameKey: { $in: sipUsernames } }] });
    const unseen = uploader.scope.kind === 'provider' ? NOTHING : await taken(tx, numbers, sipUsernames);
    return new WorkingTree({ nodes: [...tenants, ...found], models }, unseen);
  }
}

const NOTHING: UnseenKeys = { numbers: [], sipUsernames: [] };

async function tenantsOf(tx: Tx, rows: readonly TreeRow[]): Promise<TreeNode[]> {
  const ofType = (type: string): TreeRow[] => rows.filter((row) => typeOf(textOf(row, 'type')) === type);
  const resellers = [...new Set([...keysIn(rows, 'reseller'), ...keysIn(ofType('reseller'), 'name')])];
  const customers = [...new Set([...keysIn(rows, 'customer'), ...keysIn(ofType('customer'), 'name')])];
  const sites = [...new Set([...keysIn(rows, 'site'), ...keysIn(ofType('site'), 'name')])];
  const foundResellers = resellers.length === 0 ? [] : await tx.em.find(Reseller, { nameKey: { $in: resellers } });
  const foundCustomers = customers.length === 0 ? [] : await tx.em.find(Customer, { nameKey: { $in: customers } });
  const customerIds = foundCustomers.map(({ id }) => id);
  const foundSites =
    sites.length === 0 || customerIds.length === 0 ? [] : await tx.em.find(Site, { customerId: { $in: customerIds }, nameKey: { $in: sites } });
  return [...foundResellers, ...foundCustomers, ...foundSites];
}

async function taken(tx: Tx, numbers: readonly string[], sipUsernames: readonly string[]): Promise<UnseenKeys> {
  const byNumber = await tx.query<{ key: string }>('select taken_numbers($1) as key', [numbers]);
  const bySipUsername = await tx.query<{ key: string }>('select taken_sip_usernames($1) as key', [sipUsernames]);
  return { numbers: byNumber.map(({ key }) => key), sipUsernames: bySipUsername.map(({ key }) => key) };
}

const keysIn = (rows: readonly TreeRow[], column: Column): string[] => [
  ...new Set(rows.map((row) => nameKey(textOf(row, column))).filter((key) => key !== '' && !key.includes('\0'))),
];
