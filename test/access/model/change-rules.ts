// What becomes of changes of a device (DIR-02a, DIR-05, DIR-07, INV-04–06, INV-08a, INV-08b, INV-09, INV-12, INV-17).
import { addRow, ASSIGN, changeable, isAnswer, misfit, type NewDevice, removeRow, SET_LINES } from './device-rules.js';
import {
  type Actor,
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
  type Tree,
} from './model.js';

/** What is said of a device; what is left out stays. */
export interface Wish {
  /** A text that no device has yet. */
  readonly description?: string;
  readonly customer?: Key | null;
  readonly site?: Key | null;
  readonly shared?: boolean;
  readonly customerOwned?: boolean;
  readonly retired?: boolean;
  readonly model?: { readonly name: Key; readonly ports: number };
  /** An address that no device has yet. */
  readonly mac?: string;
}
type Field = keyof Wish;

const OF_HOLDERS: readonly Field[] = ['customer', 'site', 'description'];
const OF_CUSTOMERS: readonly Field[] = ['site', 'description'];

/** By PATCH, and where a phone is replaced. */
export const change = (tree: Tree, actor: Actor, key: Key, wish: Wish): Expected => changed(tree, actor, key, { wish, roles: SET_LINES });

/** INV-05, INV-06. @param customer null: nobody */
export const assign = (tree: Tree, actor: Actor, key: Key, customer: Key | null): Expected => {
  const answer = changed(tree, actor, key, { wish: { customer }, roles: ASSIGN });
  return answer.status === 200 ? ok(204) : answer;
};

function changed(tree: Tree, actor: Actor, key: Key, { wish, roles }: { readonly wish: Wish; readonly roles: readonly Role[] }): Expected {
  const device = changeable(tree, actor, key, roles);
  if (isAnswer(device)) return device;
  const codes = changeRow(tree, actor, key, wish);
  return codes.size === 0 ? ok() : refusedFor(codes);
}

/** What differs from what is so. */
const differing = (device: Device, wish: Wish): Field[] => [
  ...(wish.description === undefined ? [] : (['description'] as const)),
  ...(wish.mac === undefined ? [] : (['mac'] as const)),
  ...(['customer', 'site', 'shared', 'customerOwned', 'retired'] as const).filter((field) => wish[field] !== undefined && wish[field] !== device[field]),
  ...(wish.model === undefined || wish.model.name === device.model ? [] : (['model'] as const)),
];

/** The codes against a change of a device that the actor sees; none: it is done. */
export function changeRow(tree: Tree, actor: Actor, key: Key, wish: Wish): ReadonlySet<string> {
  const device = tree.device.get(key);
  if (!device) return new Set(['device_not_found']);
  const fields = differing(device, wish);
  if (fields.some((field) => !maySay(tree, actor, device, { field, fields }))) return new Set(['not_permitted']);
  const codes = new Set<string>();
  const judged: Change = { tree, actor, device, wish: Object.fromEntries(fields.map((field) => [field, wish[field]])), codes };
  const shared = sharedAfter(judged);
  const customer = customerAfter(judged, shared);
  const after = { ...device, shared: shared ?? device.shared, customer: customer === undefined ? device.customer : customer };
  const { model = { name: device.model, ports: device.ports }, retired = device.retired } = judged.wish;
  const customerOwned = ownedAfter(judged, after.customer, customer);
  const site = siteAfter(judged, { customer, now: after.customer, model: model.name });
  if (retired && device.lines.size > 0) codes.add('port_in_use');
  else if (retired && after.customer !== null && after.customer !== device.customer) codes.add('device_retired');
  if (device.lines.size > 0 && (after.customer !== device.customer || Math.max(...device.lines.keys()) >= model.ports)) codes.add('port_in_use');
  if (codes.size === 0) tree.device.set(key, { ...after, customerOwned, site, retired, model: model.name, ports: model.ports });
  return codes;
}

/** DIR-02a, INV-05: who manages it all; who holds it, or may take it, some; its customer less. */
function maySay(tree: Tree, actor: Actor, device: Device, { field, fields }: { readonly field: Field; readonly fields: readonly Field[] }): boolean {
  if (actor.customer !== null) return OF_CUSTOMERS.includes(field);
  if (actor.reseller === null || device.managedBy === actor.reseller) return true;
  const isHeld = device.customer !== null || fields.includes('customer');
  return OF_HOLDERS.includes(field) && (isHeld || field === 'customer');
}

interface Change {
  readonly tree: Tree;
  readonly actor: Actor;
  readonly device: Device;
  readonly wish: Wish;
  readonly codes: Set<string>;
}

/** undefined: not told, so that nothing rests on it. */
function sharedAfter({ tree, device, wish: { shared, customer }, codes }: Change): boolean | undefined {
  if (shared === true && device.managedBy !== null) {
    codes.add('shared_and_managed');
    return undefined;
  }
  const holder = device.customer === null ? undefined : tree.customer.get(device.customer);
  if (shared === false && holder && holder.reseller !== null && customer === undefined) {
    codes.add('shared_in_use');
    return undefined;
  }
  return shared ?? device.shared;
}

function customerAfter({ tree, actor, device, wish: { customer: key }, codes }: Change, shared: boolean | undefined): Key | null | undefined {
  if (key === undefined) return device.customer;
  if (key === null) return null;
  if (device.managedBy === null && shared === undefined) return undefined;
  const customer = sees(tree, actor, 'customer', key) ? tree.customer.get(key) : undefined;
  const code = customer ? misfit({ managedBy: device.managedBy, shared: shared ?? false }, customer) : 'unknown_customer';
  if (code !== undefined) codes.add(code);
  return code === 'unknown_customer' || code === 'customer_of_another_reseller' ? undefined : key;
}

/** INV-08a. */
function ownedAfter({ device, wish: { customerOwned }, codes }: Change, now: Key | null, told: Key | null | undefined): boolean {
  if (customerOwned === true && told === null) {
    codes.add('missing_value');
    return false;
  }
  const owned = customerOwned ?? device.customerOwned;
  if (device.customerOwned && owned && now !== device.customer) codes.add('customer_owned');
  return owned;
}

interface Whose {
  readonly customer: Key | null | undefined;
  readonly now: Key | null;
  readonly model: Key;
}

/** DIR-07, INV-06. */
function siteAfter({ tree, device, wish: { site: key, model: another }, codes }: Change, { customer, now, model }: Whose): Key | null {
  const judged = key === undefined ? (now === device.customer && another ? device.site : null) : key;
  const site = judged === null ? undefined : tree.site.get(judged);
  if (key === undefined || key === null) {
    if (site && site.approved.length > 0 && !site.approved.includes(model)) codes.add('model_not_approved_on_site');
    return key === null || now !== device.customer ? null : device.site;
  }
  if (customer === undefined) return null;
  if (customer === null) codes.add('missing_value');
  else if (site?.customer !== customer) codes.add('unknown_site');
  else if (site.approved.length > 0 && !site.approved.includes(model)) codes.add('model_not_approved_on_site');
  return key;
}

/** INV-09: a reference of another system; one that blocks only from who may remove the device. */
export function refer(tree: Tree, actor: Actor, key: Key, { reference, blocks }: { readonly reference: Key; readonly blocks: boolean }): Expected {
  if (!ASSIGN.includes(actor.role)) return NOT_PERMITTED;
  const refusal = sectionRefusal(tree, actor, 'view');
  if (refusal) return refusal;
  const device = sees(tree, actor, 'device', key) ? tree.device.get(key) : undefined;
  if (!device) return NOT_FOUND;
  if (blocks && actor.reseller !== null && device.managedBy !== actor.reseller) return NOT_PERMITTED;
  tree.device.set(key, { ...device, references: new Map([...device.references, [reference, { by: actor, blocks }]]) });
  return ok(201);
}

export function withdraw(tree: Tree, actor: Actor, key: Key, reference: Key): Expected {
  if (!ASSIGN.includes(actor.role)) return NOT_PERMITTED;
  const refusal = sectionRefusal(tree, actor, 'view');
  if (refusal) return refusal;
  const device = sees(tree, actor, 'device', key) ? tree.device.get(key) : undefined;
  const kept = device?.references.get(reference);
  if (!device || !kept || (actor.role !== 'administrator' && !isSame(kept.by, actor))) return NOT_FOUND;
  tree.device.set(key, { ...device, references: new Map([...device.references].filter(([one]) => one !== reference)) });
  return ok(204);
}

const isSame = (one: Actor, other: Actor): boolean =>
  one.role === other.role && one.reseller === other.reseller && one.customer === other.customer && one.user === other.user;

/** What is done to each device of a batch (INV-12); undefined: it is deleted. */
export interface BatchWish {
  readonly keys: readonly Key[];
  /** The one "managed by" of all of them; null is Administrator only. */
  readonly managedBy: Key | null;
  readonly change: Pick<Wish, 'customer' | 'customerOwned'> | undefined;
}

/** The answer to the request, and what becomes of each device: the codes against it, none where it is done. */
export function batch(
  tree: Tree,
  actor: Actor,
  { keys, managedBy, change: wish }: BatchWish,
): { readonly answer: Expected; readonly outcomes: ReadonlyMap<Key, ReadonlySet<string>> } {
  const refusal = SET_LINES.includes(actor.role) ? sectionRefusal(tree, actor, 'modify') : NOT_PERMITTED;
  const seen = keys.filter((key) => sees(tree, actor, 'device', key));
  const differs = wish && seen.some((key) => tree.device.get(key)?.managedBy !== managedBy);
  const answer = refusal ?? (seen.length === 0 ? refused(422, 'nothing_selected') : differs ? refused(422, 'managed_by_differs') : ok(202));
  const become = (key: Key): ReadonlySet<string> =>
    !seen.includes(key) ? new Set(['device_not_found']) : wish ? changeRow(tree, actor, key, wish) : removeRow(tree, actor, key);
  return { answer, outcomes: new Map(answer.status === 202 ? keys.map((key) => [key, become(key)]) : []) };
}

/** A row of a file; of a removal the device alone. */
export type Row = { readonly key: Key; readonly add?: NewDevice };

/** The codes against each row, in the order of the file (IMP-05). */
export const importRows = (tree: Tree, actor: Actor, rows: readonly Row[]): readonly ReadonlySet<string>[] =>
  rows.map(({ key, add }) => (add ? addRow(tree, actor, key, add) : removeRow(tree, actor, key)));
