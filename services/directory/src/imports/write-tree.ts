import type { Author } from '@ringfleet/contracts';
import type { Plan } from '@ringfleet/import-rows';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Statement } from '@ringfleet/persistence';
import { accountCreated } from '../accounts/account.events.js';
import { Account } from '../accounts/account.js';
import { customerCreated } from '../customers/customer.events.js';
import { Customer } from '../customers/customer.js';
import { resellerCreated } from '../resellers/reseller.events.js';
import { Reseller } from '../resellers/reseller.js';
import { siteCreated } from '../sites/site.events.js';
import { Site } from '../sites/site.js';
import type { TreeNode } from './working-tree.js';

/** A node that somebody adds. */
export interface NewNode {
  readonly node: TreeNode;
  readonly author: Author;
}

/** New nodes of the tree and the events that say so; what they refer to is held until they are there. */
export function planTree(added: readonly NewNode[]): Plan {
  const nodes = added.map(({ node }) => node);
  const resellers = nodes.filter((node) => node instanceof Reseller);
  const customers = nodes.filter((node) => node instanceof Customer);
  const sites = nodes.filter((node) => node instanceof Site);
  const accounts = nodes.filter((node) => node instanceof Account);
  const owned = [...sites, ...accounts];
  return {
    statements: [
      ...hold(
        'resellers',
        customers.map(({ resellerId }) => resellerId),
        resellers,
      ),
      ...hold(
        'customers',
        owned.map(({ customerId }) => customerId),
        customers,
      ),
      ...hold(
        'sites',
        accounts.map(({ siteId }) => siteId),
        sites,
      ),
      ...insert('resellers', resellers, [...NAMED, ['line_states_report', 'boolean', ({ lineStatesReport }) => lineStatesReport]]),
      ...insert('customers', customers, [...NAMED, OF_RESELLER, ['provision_devices', 'text', ({ provisionDevices }) => provisionDevices]]),
      // An array of arrays must be even: each list goes as its text.
      ...insert('sites', sites, [
        ...NAMED,
        OF_CUSTOMER,
        OF_RESELLER,
        ['approved_model_ids', 'text', ({ approvedModelIds }) => `{${approvedModelIds.join()}}`, 'uuid[]'],
      ]),
      ...insert('accounts', accounts, ACCOUNT),
    ],
    records: added.flatMap(({ node, author }) => recordsOf(node, author)),
  };
}

function recordsOf(node: TreeNode, author: Author): OutgoingRecord[] {
  if (node instanceof Reseller) return [resellerCreated(node, author)];
  if (node instanceof Customer) return [customerCreated(node, author)];
  return node instanceof Site ? [siteCreated(node, author)] : accountCreated(node, author);
}

/** Name, type in the array, how it is read from the record, and the type it is then given where that is another one. */
type ColumnOf<T> = readonly [name: string, type: string, value: (record: T) => unknown, as?: string];

const VERSIONED: readonly ColumnOf<TreeNode>[] = [
  ['id', 'uuid', ({ id }) => id],
  ['name_key', 'text', ({ nameKey }) => nameKey],
  ['version', 'integer', ({ version }) => version],
  ['created_at', 'timestamptz', ({ createdAt }) => createdAt.toISOString()],
  ['updated_at', 'timestamptz', ({ updatedAt }) => updatedAt.toISOString()],
];
const NAMED: readonly ColumnOf<Reseller | Customer | Site>[] = [...VERSIONED, ['name', 'text', ({ name }) => name]];
const OF_RESELLER: ColumnOf<Customer | Site | Account> = ['reseller_id', 'uuid', ({ resellerId }) => resellerId];
const OF_CUSTOMER: ColumnOf<Site | Account> = ['customer_id', 'uuid', ({ customerId }) => customerId];
const ACCOUNT: readonly ColumnOf<Account>[] = [
  ...VERSIONED,
  OF_CUSTOMER,
  OF_RESELLER,
  ['number', 'text', ({ number }) => number],
  ['site_id', 'uuid', ({ siteId }) => siteId],
  ['extension', 'text', ({ extension }) => extension],
  ['display_name', 'text', ({ displayName }) => displayName],
  ['sip_username', 'text', ({ sipUsername }) => sipUsername],
  ['sip_username_key', 'text', ({ sipUsernameKey }) => sipUsernameKey],
  ['sip_password', 'bytea', ({ sipPassword }) => (sipPassword ? Buffer.from(sipPassword.stored()) : null)],
  ['secret_version', 'integer', ({ secretVersion }) => secretVersion],
  ['kind', 'text', ({ kind }) => kind],
];

function insert<T>(table: string, records: readonly T[], columns: readonly ColumnOf<T>[]): Statement[] {
  if (records.length === 0) return [];
  const names = columns.map(([name]) => name).join(', ');
  const values = columns.map(([name, , , as]) => (as ? `r.${name}::${as}` : `r.${name}`)).join(', ');
  const arrays = columns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');
  const sql = `insert into ${table} (${names}) select ${values} from unnest(${arrays}) as r (${names})`;
  return [{ sql, params: columns.map(([, , value]) => records.map(value)) }];
}

/** Records that are referred to are neither deleted meanwhile nor gone already: else `wasFaster`. Those that are added here need no holding. */
function hold(table: string, referredTo: readonly (string | null)[], added: readonly { readonly id: string }[]): Statement[] {
  const own = new Set(added.map(({ id }) => id));
  const ids = [...new Set(referredTo)].filter((id): id is string => id !== null && !own.has(id));
  if (ids.length === 0) return [];
  const sql = `with held as (select id from ${table} where id = any($1::uuid[]) and closing_since is null order by id for key share) select must_be(count(*), $2) from held`;
  return [{ sql, params: [ids, ids.length] }];
}
