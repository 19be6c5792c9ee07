// What becomes of requests to directory (DIR-01–05, DIR-02a).
import {
  type Actor,
  exceeds,
  type Expected,
  type Key,
  type Kind,
  NOT_FOUND,
  NOT_PERMITTED,
  ok,
  type Permission,
  refused,
  type Role,
  sectionRefusal,
  sees,
  shown,
  type Tree,
} from './model.js';

const SEE_TREE: readonly Role[] = ['administrator', 'operator', 'reseller-admin', 'customer-admin'];
const CHANGE_TREE: readonly Role[] = ['administrator', 'reseller-admin'];
const CHANGE_USERS: readonly Role[] = ['administrator', 'reseller-admin', 'customer-admin'];

export function listed(tree: Tree, actor: Actor, kind: Kind): Expected {
  const refusal = kind === 'device' ? sectionRefusal(tree, actor, 'view') : SEE_TREE.includes(actor.role) ? undefined : NOT_PERMITTED;
  return refusal ?? ok(200, shown(tree, actor, kind));
}

/** DIR-06: imports are of the devices section. */
export const listedImports = (tree: Tree, actor: Actor): Expected =>
  SEE_TREE.includes(actor.role) ? (sectionRefusal(tree, actor, 'modify') ?? ok()) : NOT_PERMITTED;

export function read(tree: Tree, actor: Actor, kind: Kind, key: Key): Expected {
  const { status, code } = listed(tree, actor, kind);
  if (code !== undefined) return refused(status, code);
  return sees(tree, actor, kind, key) ? ok() : NOT_FOUND;
}

/** @param reseller whose customer it is to be; null: not said */
export function addCustomer(
  tree: Tree,
  actor: Actor,
  key: Key,
  { reseller, permission }: { readonly reseller: Key | null; readonly permission: Permission },
): Expected {
  if (!CHANGE_TREE.includes(actor.role)) return NOT_PERMITTED;
  if (reseller !== null && !sees(tree, actor, 'reseller', reseller)) return refused(422, 'unknown_reseller');
  tree.customer.set(key, { reseller: reseller ?? actor.reseller, permission });
  return ok(201);
}

export function addSite(tree: Tree, actor: Actor, key: Key, { customer, approved }: { readonly customer: Key; readonly approved: readonly Key[] }): Expected {
  if (!CHANGE_TREE.includes(actor.role)) return NOT_PERMITTED;
  if (!sees(tree, actor, 'customer', customer)) return refused(422, 'unknown_customer');
  tree.site.set(key, { customer, approved });
  return ok(201);
}

export function addAccount(tree: Tree, actor: Actor, key: Key, { customer, isPhone }: { readonly customer: Key; readonly isPhone: boolean }): Expected {
  if (!CHANGE_TREE.includes(actor.role)) return NOT_PERMITTED;
  if (!sees(tree, actor, 'customer', customer)) return refused(422, 'unknown_customer');
  tree.account.set(key, { customer, isPhone });
  return ok(201);
}

export interface NewUser {
  readonly role: 'customer-admin' | 'customer-user';
  readonly customer: Key;
  readonly permission: Permission;
  readonly accounts: readonly Key[];
}

export function addUser(tree: Tree, actor: Actor, key: Key, { role, customer, permission, accounts }: NewUser): Expected {
  if (!CHANGE_USERS.includes(actor.role)) return NOT_PERMITTED;
  const owner = sees(tree, actor, 'customer', customer) ? tree.customer.get(customer) : undefined;
  if (!owner) return refused(422, 'unknown_customer');
  if (accounts.length > 0 && role !== 'customer-user') return refused(422, 'role_does_not_fit');
  if (exceeds(permission, owner.permission)) return refused(409, 'user_exceeds_customer');
  if (accounts.some((account) => tree.account.get(account)?.customer !== customer)) return refused(422, 'unknown_account');
  tree.user.set(key, { role, customer, reseller: owner.reseller, permission, accounts });
  return ok(201);
}

/** DIR-04: a customer is not lowered below its users, unless they are lowered with it. */
export function permitCustomer(
  tree: Tree,
  actor: Actor,
  key: Key,
  { permission, lowerUsers }: { readonly permission: Permission; readonly lowerUsers: boolean },
): Expected {
  if (!CHANGE_TREE.includes(actor.role)) return NOT_PERMITTED;
  const customer = sees(tree, actor, 'customer', key) ? tree.customer.get(key) : undefined;
  if (!customer) return NOT_FOUND;
  const above = [...tree.user].filter(([, user]) => user.customer === key && exceeds(user.permission, permission));
  if (above.length > 0 && !lowerUsers) return { ...refused(409, 'users_exceed_customer'), shows: new Set(above.map(([user]) => user)) };
  for (const [user, state] of above) tree.user.set(user, { ...state, permission });
  tree.customer.set(key, { ...customer, permission });
  return ok();
}

export function permitUser(tree: Tree, actor: Actor, key: Key, permission: Permission): Expected {
  if (!CHANGE_USERS.includes(actor.role)) return NOT_PERMITTED;
  const user = sees(tree, actor, 'user', key) ? tree.user.get(key) : undefined;
  if (!user) return NOT_FOUND;
  if (exceeds(permission, tree.customer.get(user.customer ?? '')?.permission ?? 'none')) return refused(409, 'user_exceeds_customer');
  if (actor.user === key && permission !== user.permission) return refused(409, 'own_user');
  tree.user.set(key, { ...user, permission });
  return ok();
}
