import { isProvider, mayOf, type Me } from '../api/me.js';
import type { Scope } from '../frame/scope.js';
import { SiteInventory } from '../line-states/site-inventory.js';
import { MODEL_KIND } from './model-kind.js';
import { column, time, TIMES, title, word, yesNo } from './record-columns.js';
import type { Field, ListedKind } from './record-kind.js';
import { CountOrAll } from './record-words.js';

const ofProvider = (me: Me): boolean => isProvider(me);
const PERMISSIONS = ['none', 'view', 'modify'];
const KINDS = ['phone-terminal', 'queue', 'menu', 'fax', 'other'];
const ROLES = ['administrator', 'operator', 'reseller-admin', 'customer-admin', 'customer-user'];
/** Nobody makes anything that may do more than its maker. */
const rolesOf = (me: Me): readonly string[] => ROLES.slice(isProvider(me) ? 0 : me.customer ? 3 : 2);
const changesTree = (me: Me): boolean => mayOf(me).changeTree;
const NAME: Field = { name: 'name', kind: 'text', required: true };
const RESELLER: Field = { name: 'resellerId', kind: 'record', of: 'resellers', fixed: true, shown: ofProvider };
const CUSTOMER: Field = { name: 'customerId', kind: 'record', of: 'customers', required: true, fixed: true };
const OWNERS: readonly Field[] = [
  { ...RESELLER, shown: (me, { role }) => ofProvider(me) && role === 'reseller-admin' },
  { ...CUSTOMER, required: false, shown: (me, { role }) => !me.customer && (role === 'customer-admin' || role === 'customer-user') },
];

const byCustomer = (scope: Scope): Record<string, string> => (scope.kind === 'customer' ? { customerId: scope.id } : {});
const byManager = (scope: Scope): Record<string, string> => (scope.kind === 'reseller' ? { managedBy: scope.id } : {});
const byOwner = (scope: Scope): Record<string, string> =>
  scope.kind === 'reseller' ? { resellerId: scope.id } : scope.kind === 'customer' ? { customerId: scope.id } : {};

const CUSTOM_KINDS = ['text', 'number', 'date', 'choice'];

export const RECORD_KINDS: readonly ListedKind[] = [
  {
    key: 'custom-fields',
    words: 'record',
    columns: [
      title('name'),
      word('kind', 140),
      column('owner', 220),
      column('choices', 320, { cell: (row) => listOf(row['choices']) }),
      yesNo('internal', 180),
    ],
    fields: [
      NAME,
      { name: 'kind', kind: 'choice', choices: () => CUSTOM_KINDS, required: true, fixed: true },
      { name: 'choices', kind: 'texts', whole: true, shown: (_, { kind }) => kind === 'choice' },
      { name: 'internal', kind: 'switch' },
    ],
    mayChange: ({ role }) => role === 'administrator' || role === 'reseller-admin',
    within: () => ({}),
    deleteAnyway: { code: 'field_in_use', query: 'withValues=true' },
  },
  {
    key: 'resellers',
    words: 'record',
    columns: [title('name'), yesNo('lineStatesReport', 200), ...TIMES],
    fields: [NAME, { name: 'lineStatesReport', kind: 'switch' }],
    mayChange: ({ role }) => role === 'administrator',
    within: () => ({}),
  },
  {
    key: 'customers',
    words: 'record',
    columns: [title('name'), column('reseller', 220), word('provisionDevices', 180), ...TIMES],
    fields: [NAME, RESELLER, { name: 'provisionDevices', kind: 'choice', choices: () => PERMISSIONS }],
    mayChange: changesTree,
    within: byManager,
  },
  {
    key: 'sites',
    words: 'record',
    columns: [
      title('name'),
      column('customer', 240),
      column('approvedModelIds', 160, { align: 'end', cell: (row) => <CountOrAll value={row['approvedModelIds']} /> }),
      ...TIMES,
    ],
    fields: [NAME, CUSTOMER, { name: 'approvedModelIds', kind: 'records', of: 'models' }],
    below: ({ id }) => <SiteInventory id={id} />,
    mayChange: changesTree,
    within: byCustomer,
  },
  {
    key: 'accounts',
    words: 'record',
    columns: [
      title('number'),
      column('extension', 100),
      column('displayName', 180),
      column('customer', 190),
      column('site', 150),
      word('kind', 150),
      column('sipUsername', 160, { shown: false }),
      ...TIMES,
    ],
    fields: [
      { name: 'number', kind: 'text', required: true },
      CUSTOMER,
      { name: 'siteId', kind: 'record', of: 'sites' },
      { name: 'extension', kind: 'text' },
      { name: 'displayName', kind: 'text' },
      { name: 'kind', kind: 'choice', choices: () => KINDS },
      { name: 'sipUsername', kind: 'text' },
      { name: 'sipPassword', kind: 'secret' },
    ],
    mayChange: changesTree,
    within: byCustomer,
  },
  {
    key: 'users',
    words: 'record',
    columns: [
      title('name'),
      word('role', 200),
      column('reseller', 200),
      column('customer', 200),
      word('provisionDevices', 160),
      column('email', 220, { shown: false }),
      ...TIMES,
    ],
    fields: [
      NAME,
      { name: 'role', kind: 'choice', choices: rolesOf, required: true },
      ...OWNERS,
      { name: 'provisionDevices', kind: 'choice', choices: () => PERMISSIONS, shown: (_, { role }) => String(role).startsWith('customer') },
      { name: 'email', kind: 'text' },
      { name: 'accountIds', kind: 'records', of: 'accounts', shown: (_, { role }) => role === 'customer-user' },
    ],
    mayChange: (me) => changesTree(me) || me.role === 'customer-admin',
    within: byOwner,
  },
  {
    key: 'service-keys',
    words: 'record',
    columns: [title('name'), word('role', 180), column('reseller', 150), column('customer', 150), column('clientId', 300), time('revokedAt'), ...TIMES],
    fields: [NAME, { name: 'role', kind: 'choice', choices: rolesOf, required: true, fixed: true }, ...OWNERS],
    mayChange: changesTree,
    within: () => ({}),
    unchangeable: true,
  },
  MODEL_KIND,
];

const listOf = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : '');
