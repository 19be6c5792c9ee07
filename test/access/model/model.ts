// The rules of DIR-01–07 and INV-04–07 on plain values, written from product.md and from nothing else: whom a record is shown to, and what becomes of a request.

export type Permission = 'none' | 'view' | 'modify';
export type Role = 'administrator' | 'operator' | 'reseller-admin' | 'customer-admin' | 'customer-user';

/** Records are known by what the test calls them. */
export type Key = string;

export interface Customer {
  readonly reseller: Key | null;
  readonly permission: Permission;
}
export interface Site {
  readonly customer: Key;
  /** Empty: every model. */
  readonly approved: readonly Key[];
}
export interface Account {
  readonly customer: Key;
  readonly isPhone: boolean;
}
export interface User {
  readonly role: Role;
  readonly reseller: Key | null;
  readonly customer: Key | null;
  readonly permission: Permission;
  readonly accounts: readonly Key[];
}
export interface Device {
  readonly managedBy: Key | null;
  readonly shared: boolean;
  readonly customer: Key | null;
  readonly customerOwned: boolean;
  readonly site: Key | null;
  readonly model: Key;
  readonly ports: number;
  readonly lines: ReadonlyMap<number, Key>;
  readonly retired: boolean;
  /** What other systems registered (INV-09). */
  readonly references: ReadonlyMap<Key, { readonly by: Actor; readonly blocks: boolean }>;
}

/** Who calls: a service key, or a user where `user` says which. */
export interface Actor {
  readonly role: Role;
  readonly reseller: Key | null;
  readonly customer: Key | null;
  readonly user?: Key;
}

export interface Tree {
  readonly reseller: Map<Key, object>;
  readonly customer: Map<Key, Customer>;
  readonly site: Map<Key, Site>;
  readonly account: Map<Key, Account>;
  readonly user: Map<Key, User>;
  readonly device: Map<Key, Device>;
}
export type Kind = keyof Tree;

export const emptyTree = (): Tree => ({
  reseller: new Map(),
  customer: new Map(),
  site: new Map(),
  account: new Map(),
  user: new Map(),
  device: new Map(),
});

/** What an answer must be: its status, the code where it refuses, or every reason it gives; the records where it shows some. */
export interface Expected {
  readonly status: number;
  readonly code?: string;
  readonly codes?: ReadonlySet<string>;
  readonly shows?: ReadonlySet<Key>;
}

export const ok = (status = 200, shows?: ReadonlySet<Key>): Expected => ({ status, ...(shows && { shows }) });
export const refused = (status: number, code: string): Expected => ({ status, code });
/** For every reason there is; the status is the gravest one's. */
export function refusedFor(codes: ReadonlySet<string>): Expected {
  const conflicts = ['port_in_use', 'customer_owned', 'shared_in_use', 'reference_blocks_delete'];
  const status = codes.has('not_permitted') ? 403 : [...codes].every((code) => conflicts.includes(code)) ? 409 : 422;
  return { status, codes };
}
export const NOT_PERMITTED = refused(403, 'not_permitted');
export const NOT_FOUND = refused(404, 'not_found');

const isProvider = ({ role }: Pick<Actor, 'role'>): boolean => role === 'administrator' || role === 'operator';
const RANK: Readonly<Record<Permission, number>> = { none: 0, view: 1, modify: 2 };
export const exceeds = (one: Permission, other: Permission): boolean => RANK[one] > RANK[other];

const resellerOf = (tree: Tree, customer: Key): Key | null => tree.customer.get(customer)?.reseller ?? null;

/** DIR-03: of a customer's records, whether the actor's side is above or at it. */
const isUnder = (tree: Tree, actor: Actor, customer: Key): boolean => {
  if (isProvider(actor)) return true;
  return actor.customer === null ? resellerOf(tree, customer) === actor.reseller : customer === actor.customer;
};

/** DIR-03, INV-05, DIR-02a: whether a record is there for the actor. */
export function sees(tree: Tree, actor: Actor, kind: Kind, key: Key): boolean {
  if (isProvider(actor)) return tree[kind].has(key);
  if (kind === 'reseller') return key === actor.reseller;
  if (kind === 'customer') return isUnder(tree, actor, key);
  if (kind === 'user') return seesUser(tree, actor, tree.user.get(key));
  if (kind === 'device') return seesDevice(tree, actor, tree.device.get(key));
  return isUnder(tree, actor, tree[kind].get(key)?.customer ?? '');
}

function seesUser(tree: Tree, actor: Actor, user: User | undefined): boolean {
  if (!user) return false;
  if (user.customer !== null) return isUnder(tree, actor, user.customer);
  return actor.customer === null && user.reseller !== null && user.reseller === actor.reseller;
}

function seesDevice(tree: Tree, actor: Actor, device: Device | undefined): boolean {
  if (!device) return false;
  if (actor.customer !== null) return device.customer === actor.customer && (actor.role !== 'customer-user' || isTied(tree, actor, device));
  if (device.managedBy === actor.reseller) return true;
  if (device.customer !== null) return resellerOf(tree, device.customer) === actor.reseller;
  return device.managedBy === null && device.shared;
}

/** DIR-02a: a customer-user sees the devices where an account tied to it sits. */
const isTied = (tree: Tree, { user }: Actor, { lines }: Device): boolean => {
  const tied = tree.user.get(user ?? '')?.accounts ?? [];
  return [...lines.values()].some((account) => tied.includes(account));
};

export const shown = (tree: Tree, actor: Actor, kind: Kind): Set<Key> => new Set([...tree[kind].keys()].filter((key) => sees(tree, actor, kind, key)));

/** DIR-04, DIR-06: what there is of the devices section for the actor. */
export function standing(tree: Tree, actor: Actor): Permission {
  if (isProvider(actor)) return 'modify';
  if (actor.customer === null) {
    const own = [...tree.customer.values()].filter(({ reseller }) => reseller === actor.reseller);
    return own.length > 0 && own.every(({ permission }) => permission === 'none') ? 'none' : 'modify';
  }
  const customer = tree.customer.get(actor.customer)?.permission ?? 'none';
  const own = actor.user === undefined ? 'modify' : (tree.user.get(actor.user)?.permission ?? 'none');
  return exceeds(own, customer) ? customer : own;
}

/** undefined: the section is there, and as much may be done in it. */
export function sectionRefusal(tree: Tree, actor: Actor, need: 'view' | 'modify'): Expected | undefined {
  const has = standing(tree, actor);
  if (has === 'none') return refused(403, 'section_absent');
  return has === 'view' && need === 'modify' ? NOT_PERMITTED : undefined;
}
