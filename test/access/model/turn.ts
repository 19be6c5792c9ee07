// Who asks, and what a request picks its records by.
import { type Actor, type Expected, type Key, type Kind, type Permission, sees, type Tree } from './model.js';
import type { Copied, Real } from './real.js';

/** Random numbers that a command picks by, so that it fits whatever there is by then. */
export type Dice = readonly number[];

/** What the commands have in common; keys are given in the order in which records are made. */
export interface State {
  readonly tree: Tree;
  made: number;
}

export const ADMINISTRATOR: Actor = { role: 'administrator', reseller: null, customer: null };
const ACTOR_SHARES = [1, 1, 3, 3, 4];

/** Everybody who could call: keys of the provider, of resellers, of customers, and users. */
export function actorOf({ tree: { reseller, customer, user } }: State, share: number, dice: number): Actor {
  const resellers = [...reseller.keys()].map((key): Actor => ({ role: 'reseller-admin', reseller: key, customer: null }));
  const customers = [...customer].map(([key, owner]): Actor => ({ role: 'customer-admin', reseller: owner.reseller, customer: key }));
  const users = [...user].map(([key, { role, reseller: of, customer: at }]): Actor => ({ role, reseller: of, customer: at, user: key }));
  const groups: readonly (readonly Actor[])[] = [[ADMINISTRATOR], [{ ...ADMINISTRATOR, role: 'operator' }], resellers, customers, users];
  const places = groups.flatMap((group, at) => Array.from({ length: ACTOR_SHARES[at] ?? 0 }, () => group)).filter((group) => group.length > 0);
  return pick(pick(places, share) ?? [], dice) ?? ADMINISTRATOR;
}

export const pick = <T>(items: readonly T[], dice: number): T | undefined => items[dice % items.length];
/** Mostly a record that the actor sees: what is not seen is soon refused, and little comes of it. */
export function oneOf({ state, actor }: Turn, kind: Kind, dice: number): Key {
  const all = [...state.tree[kind].keys()];
  const seen = dice % 4 === 0 ? [] : all.filter((key) => sees(state.tree, actor, kind, key));
  return pick(seen.length > 0 ? seen : all, dice >> 2) ?? 'nobody';
}
export const orNone = (turn: Turn, kind: Kind, dice: number): Key | null => (dice % 5 === 0 ? null : oneOf(turn, kind, dice));
export const PERMISSIONS: readonly Permission[] = ['none', 'view', 'modify', 'modify'];

export interface Turn {
  readonly state: State;
  readonly real: Real;
  readonly actor: Actor;
  readonly dice: Dice;
}

/** What is asked, and what must come of it. */
export interface Asked {
  readonly expected: Expected;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** What else is made where it succeeds. */
  readonly made?: Key;
  /** A record that is made where it succeeds, or changed. */
  readonly record?: { readonly kind: Copied | 'device'; readonly key: Key; readonly also?: readonly Key[] };
}

export const die = ({ dice }: Turn, at: number): number => dice[at] ?? 0;
export const newKey = ({ state }: Turn, kind: Kind): Key => `${kind}-${++state.made}`;

/** 02 and the number of the run, so that no run meets the addresses of another. */
export const macOf = ({ prefix }: Real, made: number): string => `02${prefix.replace(/\D/g, '').padStart(4, '0')}${made.toString(16).padStart(6, '0')}`; // 'm12-' → 0012

/** Of an answer what is said of it in advance. */
export const asExpected = (got: Expected, expected: Expected): Expected => ({
  status: got.status,
  ...(expected.code !== undefined && { code: got.code ?? '' }),
  ...(expected.codes && { codes: got.codes ?? new Set([got.code ?? '']) }),
  ...(expected.shows && { shows: got.shows ?? new Set() }),
});
