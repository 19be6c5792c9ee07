// What becomes of requests and rows about devices (DIR-02a, DIR-04–07, INV-04–08).
import {
  type Account,
  type Actor,
  type Customer,
  type Device,
  type Expected,
  type Key,
  NOT_FOUND,
  NOT_PERMITTED,
  ok,
  refused,
  refusedFor,
  type Role,
  sectionRefusal,
  sees,
  standing,
  type Tree,
} from './model.js';

export const ASSIGN: readonly Role[] = ['administrator', 'operator', 'reseller-admin'];
export const SET_LINES: readonly Role[] = [...ASSIGN, 'customer-admin'];

/** DIR-05, INV-06: why a device of nobody may not go to the customer. */
export function misfit(device: Pick<Device, 'managedBy' | 'shared'>, { reseller, permission }: Customer): string | undefined {
  const fits = device.managedBy === null ? reseller === null || device.shared : reseller === device.managedBy;
  if (!fits) return 'customer_of_another_reseller';
  if (permission === 'modify') return undefined;
  return permission === 'view' ? 'customer_view_only' : 'customer_permission_none';
}

/** The device, where the actor may change something about it; else what it is answered. */
export function changeable(tree: Tree, actor: Actor, key: Key, roles: readonly Role[]): Device | Expected {
  if (!roles.includes(actor.role)) return NOT_PERMITTED;
  const refusal = sectionRefusal(tree, actor, 'modify');
  if (refusal) return refusal;
  const device = tree.device.get(key);
  return device && sees(tree, actor, 'device', key) ? device : NOT_FOUND;
}

export const isAnswer = (found: Device | Expected): found is Expected => 'status' in found;

export interface Line {
  readonly port: number;
  readonly account: Key;
}

/** INV-07, INV-08: an account takes a port; a device of nobody becomes its customer's. */
export function takeLine(tree: Tree, actor: Actor, key: Key, { port, account: accountKey }: Line): Expected {
  const device = changeable(tree, actor, key, SET_LINES);
  if (isAnswer(device)) return device;
  const account = sees(tree, actor, 'account', accountKey) ? tree.account.get(accountKey) : undefined;
  if (!account) return refused(422, 'unknown_account');
  if (device.lines.get(port) === accountKey) return ok();
  const refusal = lineRefusal(tree, device, { port, accountKey, account });
  if (refusal) return refusal;
  tree.device.set(key, { ...device, customer: account.customer, lines: new Map([...device.lines, [port, accountKey]]) });
  return ok();
}

function lineRefusal(tree: Tree, device: Device, { port, accountKey, account }: { port: number; accountKey: Key; account: Account }): Expected | undefined {
  if (port >= device.ports) return refused(422, 'no_such_port');
  if (!account.isPhone) return refused(422, 'not_a_phone');
  if (device.retired) return refused(422, 'device_retired');
  if (device.customer !== null && device.customer !== account.customer) return refused(409, 'device_of_another_customer');
  if (device.lines.has(port)) return refused(409, 'port_in_use');
  if ([...device.lines.values()].includes(accountKey)) return refused(409, 'account_on_another_port');
  const customer = tree.customer.get(account.customer);
  const code = device.customer === null && customer ? misfit(device, customer) : undefined;
  return code === undefined ? undefined : refused(422, code);
}

export function freeLine(tree: Tree, actor: Actor, key: Key, port: number): Expected {
  const device = changeable(tree, actor, key, SET_LINES);
  if (isAnswer(device)) return device;
  if (!device.lines.has(port)) return NOT_FOUND;
  tree.device.set(key, { ...device, lines: new Map([...device.lines].filter(([used]) => used !== port)) });
  return ok(204);
}

/** INV-07: the devices that an account is offered are those it may take. */
export function available(tree: Tree, actor: Actor, accountKey: Key): Expected {
  if (!SET_LINES.includes(actor.role)) return NOT_PERMITTED;
  const refusal = sectionRefusal(tree, actor, 'view');
  if (refusal) return refusal;
  const account = sees(tree, actor, 'account', accountKey) ? tree.account.get(accountKey) : undefined;
  if (!account) return refused(422, 'unknown_account');
  const offered = [...tree.device].filter(([key, device]) => {
    if (!account.isPhone || !sees(tree, actor, 'device', key)) return false;
    const free = Array.from({ length: device.ports }, (_, port) => port).find((port) => !device.lines.has(port));
    return free !== undefined && lineRefusal(tree, device, { port: free, accountKey, account }) === undefined;
  });
  return ok(200, new Set(offered.map(([key]) => key)));
}

export interface NewDevice {
  /** What the cell says: empty, Administrator only, or a reseller. */
  readonly managedBy: '' | 'administrator' | { readonly reseller: Key };
  readonly shared: boolean;
  /** null: an empty cell. */
  readonly customer: Key | null;
  readonly site: Key | null;
  readonly model: Key;
  readonly ports: number;
}

/** INV-11: a device is added as a row of a file adds it. */
export function addDevice(tree: Tree, actor: Actor, key: Key, row: NewDevice): Expected {
  const refusal = SET_LINES.includes(actor.role) ? sectionRefusal(tree, actor, 'modify') : NOT_PERMITTED;
  if (refusal) return refusal;
  const codes = addRow(tree, actor, key, row);
  return codes.size === 0 ? ok(201) : refusedFor(codes);
}

export function removeDevice(tree: Tree, actor: Actor, key: Key): Expected {
  const device = changeable(tree, actor, key, SET_LINES);
  if (isAnswer(device)) return device;
  const codes = removeRow(tree, actor, key);
  return codes.size === 0 ? ok(204) : refusedFor(codes);
}

/** INV-04. @param managedBy null: Administrator only */
export function manage(tree: Tree, actor: Actor, key: Key, managedBy: Key | null): Expected {
  const device = changeable(tree, actor, key, SET_LINES);
  if (isAnswer(device)) return device;
  if (device.managedBy === managedBy) return ok();
  if (actor.customer !== null || (actor.reseller !== null && device.managedBy !== actor.reseller)) return refusedFor(new Set(['not_permitted']));
  if (actor.reseller !== null) return refusedFor(new Set([managedBy === null ? 'not_permitted' : 'unknown_reseller']));
  const codes = new Set<string>();
  if (device.shared && managedBy !== null) codes.add('shared_and_managed');
  if (device.customerOwned && device.customer !== null) codes.add('customer_owned');
  if (device.lines.size > 0) codes.add('port_in_use');
  if (codes.size > 0) return refusedFor(codes);
  tree.device.set(key, { ...device, managedBy, customer: null, site: null });
  return ok();
}

/** The codes against a row that adds a device; none: it is added (IMP-02b, INV-04–06, DIR-05, DIR-07). */
export function addRow(tree: Tree, actor: Actor, key: Key, row: NewDevice): ReadonlySet<string> {
  const codes = new Set<string>();
  if (standing(tree, actor) !== 'modify') codes.add('not_permitted');
  const managedBy = managerOf(tree, actor, row, codes);
  const shared = isShared(actor, row, { managedBy, codes });
  const customer = customerOf(tree, actor, row, { managedBy, shared, codes });
  judgeSite(tree, row, { customer, codes });
  if (codes.size > 0 || managedBy === undefined || customer === undefined) return codes;
  const nothing = { lines: new Map(), references: new Map(), retired: false };
  tree.device.set(key, { ...row, ...nothing, managedBy, shared: shared ?? false, customer, customerOwned: actor.customer !== null });
  return codes;
}

/** undefined: not told, so that nothing rests on it. */
function managerOf(tree: Tree, actor: Actor, { managedBy }: NewDevice, codes: Set<string>): Key | null | undefined {
  const isOfProvider = actor.reseller === null && actor.customer === null;
  if (managedBy === '') return actor.reseller;
  if (managedBy === 'administrator') {
    if (isOfProvider || (actor.customer !== null && actor.reseller === null)) return null;
    codes.add('not_permitted');
    return undefined;
  }
  if (isOfProvider && tree.reseller.has(managedBy.reseller)) return managedBy.reseller;
  if (managedBy.reseller === actor.reseller) return actor.reseller;
  codes.add(actor.customer === null ? 'unknown_reseller' : 'not_permitted');
  return undefined;
}

interface SoFar {
  readonly managedBy: Key | null | undefined;
  readonly codes: Set<string>;
}

function isShared(actor: Actor, { shared }: NewDevice, { managedBy, codes }: SoFar): boolean | undefined {
  if (!shared) return false;
  if (actor.customer !== null) codes.add('not_permitted');
  else if (managedBy) codes.add('shared_and_managed');
  else return true;
  return undefined;
}

function customerOf(
  tree: Tree,
  actor: Actor,
  { customer: key }: NewDevice,
  { managedBy, shared, codes }: SoFar & { shared: boolean | undefined },
): Key | null | undefined {
  if (actor.customer !== null && key !== null && key !== actor.customer) {
    codes.add('not_permitted');
    return undefined;
  }
  const named = key ?? actor.customer;
  if (named === null) return null;
  if (actor.customer === null && (managedBy === undefined || (managedBy === null && shared === undefined))) return undefined;
  const customer = sees(tree, actor, 'customer', named) ? tree.customer.get(named) : undefined;
  const code = !customer
    ? 'unknown_customer'
    : misfit({ managedBy: actor.customer === null ? (managedBy ?? null) : customer.reseller, shared: shared ?? false }, customer);
  if (code !== undefined) codes.add(code);
  // A customer that may not have devices is known even so: what rests on it is judged.
  return code === 'unknown_customer' || code === 'customer_of_another_reseller' ? undefined : named;
}

function judgeSite(tree: Tree, { site: key, model }: NewDevice, { customer, codes }: { customer: Key | null | undefined; codes: Set<string> }): void {
  if (key === null || customer === undefined) return;
  const site = tree.site.get(key);
  if (customer === null) codes.add('missing_value');
  else if (site?.customer !== customer) codes.add('unknown_site');
  else if (site.approved.length > 0 && !site.approved.includes(model)) codes.add('model_not_approved_on_site');
}

/** IMP-05a: the codes against a row that removes a device. */
export function removeRow(tree: Tree, actor: Actor, key: Key): ReadonlySet<string> {
  const device = sees(tree, actor, 'device', key) ? tree.device.get(key) : undefined;
  if (!device) return new Set(['device_not_found']);
  const codes = new Set<string>();
  if (standing(tree, actor) !== 'modify' || !mayRemove(actor, device)) codes.add('not_permitted');
  if (device.lines.size > 0) codes.add('port_in_use');
  if ([...device.references.values()].some(({ blocks }) => blocks)) codes.add('reference_blocks_delete');
  if (codes.size === 0) tree.device.delete(key);
  return codes;
}

/** DIR-02a, INV-05. */
export function mayRemove(actor: Actor, device: Device): boolean {
  if (actor.role === 'customer-user') return false;
  if (actor.customer !== null) return device.customer === actor.customer && device.customerOwned && device.managedBy === actor.reseller;
  return actor.reseller === null || device.managedBy === actor.reseller;
}

export const ACTIONS = [
  'devices.list',
  'devices.export',
  'devices.add',
  'devices.import',
  'devices.batch',
  'tree.import',
  'device.view',
  'device.change',
  'device.restart',
  'device.resync',
  'device.assign',
  'device.replace',
  'device.retire',
  'device.refer',
  'device.lines',
  'device.remove',
] as const;
export type Action = (typeof ACTIONS)[number];

const LOOKING: readonly Action[] = ['devices.list', 'devices.export', 'device.view', 'device.refer'];

/** Whether something may be done at all, as the explanation must say. */
export function may(tree: Tree, actor: Actor, action: Action, key: Key): boolean {
  const need = LOOKING.includes(action) ? 'view' : 'modify';
  if (sectionRefusal(tree, actor, need)) return false;
  if (action === 'devices.list') return true;
  if (action === 'tree.import') return actor.role === 'administrator' || actor.role === 'reseller-admin';
  if (action.startsWith('devices.')) return actor.role !== 'customer-user';
  const device = sees(tree, actor, 'device', key) ? tree.device.get(key) : undefined;
  if (!device) return false;
  if (action === 'device.view' || action === 'device.restart' || action === 'device.resync') return true;
  if (actor.role === 'customer-user') return false;
  if (action === 'device.lines') return true;
  if (action === 'device.refer') return actor.customer === null;
  if (action === 'device.assign') return actor.customer === null;
  if (action === 'device.replace' || action === 'device.retire')
    return actor.customer === null && (actor.reseller === null || device.managedBy === actor.reseller);
  // Of a shared device of nobody a reseller sets no more than whose it is.
  if (action === 'device.change') return actor.reseller === null || actor.customer !== null || device.managedBy === actor.reseller || device.customer !== null;
  return mayRemove(actor, device);
}
