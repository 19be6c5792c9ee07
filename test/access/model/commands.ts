// Requests by anybody about anything, each with what the rules say of it.
import fc from 'fast-check';
import * as devices from './device-rules.js';
import { type Actor, type Expected, type Key, type Kind, type Permission, sees, type Tree } from './model.js';
import { type Copied, PORTS, type Real } from './real.js';
import * as tree from './tree-rules.js';

/** Random numbers that a command picks by, so that it fits whatever there is by then. */
type Dice = readonly number[];

/** What the commands have in common; keys are given in the order in which records are made. */
export interface State {
  readonly tree: Tree;
  made: number;
}

const ADMINISTRATOR: Actor = { role: 'administrator', reseller: null, customer: null };
const ACTOR_SHARES = [1, 1, 3, 3, 4];

/** Everybody who could call: keys of the provider, of resellers, of customers, and users. */
function actorOf({ tree: { reseller, customer, user } }: State, share: number, dice: number): Actor {
  const resellers = [...reseller.keys()].map((key): Actor => ({ role: 'reseller-admin', reseller: key, customer: null }));
  const customers = [...customer].map(([key, owner]): Actor => ({ role: 'customer-admin', reseller: owner.reseller, customer: key }));
  const users = [...user].map(([key, { role, reseller: of, customer: at }]): Actor => ({ role, reseller: of, customer: at, user: key }));
  const groups: readonly (readonly Actor[])[] = [[ADMINISTRATOR], [{ ...ADMINISTRATOR, role: 'operator' }], resellers, customers, users];
  const places = groups.flatMap((group, at) => Array.from({ length: ACTOR_SHARES[at] ?? 0 }, () => group)).filter((group) => group.length > 0);
  return pick(pick(places, share) ?? [], dice) ?? ADMINISTRATOR;
}

const pick = <T>(items: readonly T[], dice: number): T | undefined => items[dice % items.length];
/** Mostly a record that the actor sees: what is not seen is soon refused, and little comes of it. */
function oneOf({ state, actor }: Turn, kind: Kind, dice: number): Key {
  const all = [...state.tree[kind].keys()];
  const seen = dice % 4 === 0 ? [] : all.filter((key) => sees(state.tree, actor, kind, key));
  return pick(seen.length > 0 ? seen : all, dice >> 2) ?? 'nobody';
}
const orNone = (turn: Turn, kind: Kind, dice: number): Key | null => (dice % 5 === 0 ? null : oneOf(turn, kind, dice));
const PERMISSIONS: readonly Permission[] = ['none', 'view', 'modify', 'modify'];

export interface Turn {
  readonly state: State;
  readonly real: Real;
  readonly actor: Actor;
  readonly dice: Dice;
}

/** What is asked, and what must come of it. */
interface Asked {
  readonly expected: Expected;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** A record that is made where it succeeds, or changed. */
  readonly record?: { readonly kind: Copied | 'device'; readonly key: Key; readonly also?: readonly Key[] };
}

const die = ({ dice }: Turn, at: number): number => dice[at] ?? 0;
const newKey = ({ state }: Turn, kind: Kind): Key => `${kind}-${++state.made}`;

export const ASKING: Readonly<Record<string, (turn: Turn) => Asked>> = {
  'add customer': (turn) => {
    const { state, real, actor } = turn;
    const key = newKey(turn, 'customer');
    const reseller = orNone(turn, 'reseller', die(turn, 0));
    const permission = pick(PERMISSIONS, die(turn, 1)) ?? 'modify';
    const expected = tree.addCustomer(state.tree, actor, key, { reseller, permission });
    const body = { name: real.name(key), provisionDevices: permission, ...(reseller !== null && { resellerId: real.id(reseller) }) };
    return { expected, method: 'POST', path: 'customers', body, record: { kind: 'customer', key } };
  },
  'add site': (turn) => {
    const { state, real, actor } = turn;
    const key = newKey(turn, 'site');
    const customer = oneOf(turn, 'customer', die(turn, 0));
    const approved = real.models.filter((_, at) => (die(turn, 1) >> at) % 3 === 1);
    const expected = tree.addSite(state.tree, actor, key, { customer, approved: approved.map(({ name }) => name) });
    const body = { name: real.name(key), customerId: real.id(customer), approvedModelIds: approved.map(({ id }) => id) };
    return { expected, method: 'POST', path: 'sites', body, record: { kind: 'site', key } };
  },
  'add account': (turn) => {
    const { state, real, actor } = turn;
    const key = newKey(turn, 'account');
    const customer = oneOf(turn, 'customer', die(turn, 0));
    const isPhone = die(turn, 1) % 5 > 0;
    const expected = tree.addAccount(state.tree, actor, key, { customer, isPhone });
    const body = { number: real.name(key), customerId: real.id(customer), kind: isPhone ? 'phone-terminal' : 'queue' };
    return { expected, method: 'POST', path: 'accounts', body, record: { kind: 'account', key } };
  },
  'add user': (turn) => {
    const { state, real, actor } = turn;
    const key = newKey(turn, 'user');
    const customer = oneOf(turn, 'customer', die(turn, 1));
    const role = die(turn, 0) % 2 === 0 ? 'customer-admin' : 'customer-user';
    const own = [...state.tree.account].filter(([, account]) => account.customer === customer).map(([account]) => account);
    const strange = die(turn, 3) % 5 === 0 ? [oneOf(turn, 'account', die(turn, 4))] : [];
    const accounts = [...new Set([...(role === 'customer-user' ? own.slice(0, die(turn, 5) % 3) : []), ...strange])].filter((one) => one !== 'nobody');
    const user = { role, customer, permission: pick(PERMISSIONS, die(turn, 2)) ?? 'none', accounts } as const;
    const expected = tree.addUser(state.tree, actor, key, user);
    const body = {
      name: real.name(key),
      role: user.role,
      customerId: real.id(user.customer),
      provisionDevices: user.permission,
      accountIds: user.accounts.map((account) => real.id(account)),
    };
    return { expected, method: 'POST', path: 'users', body, record: { kind: 'user', key } };
  },
  'permit customer': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'customer', die(turn, 0));
    const change = { permission: pick(PERMISSIONS, die(turn, 1)) ?? 'modify', lowerUsers: die(turn, 2) % 2 === 0 };
    const users = [...state.tree.user].filter(([, { customer }]) => customer === key).map(([user]) => user);
    const expected = tree.permitCustomer(state.tree, actor, key, change);
    const body = { provisionDevices: change.permission, lowerUsers: change.lowerUsers };
    return { expected, method: 'PATCH', path: `customers/${real.id(key)}`, body, record: { kind: 'customer', key, also: users } };
  },
  'permit user': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'user', die(turn, 0));
    const permission = pick(PERMISSIONS, die(turn, 1)) ?? 'none';
    const expected = tree.permitUser(state.tree, actor, key, permission);
    return { expected, method: 'PATCH', path: `users/${real.id(key)}`, body: { provisionDevices: permission }, record: { kind: 'user', key } };
  },
  list: (turn) => {
    const { state, real, actor } = turn;
    const kind = pick(['reseller', 'customer', 'site', 'account', 'user', 'device', 'device', 'device'] as const, die(turn, 0)) ?? 'device';
    return { expected: tree.listed(state.tree, actor, kind), method: 'GET', path: `${kind}s?limit=200&q=${encodeURIComponent(real.prefix)}` };
  },
  read: (turn) => {
    const { state, real, actor } = turn;
    const kind = pick(['reseller', 'customer', 'site', 'account', 'user', 'device', 'device', 'device'] as const, die(turn, 0)) ?? 'device';
    const key = oneOf(turn, kind, die(turn, 1));
    return { expected: tree.read(state.tree, actor, kind, key), method: 'GET', path: `${kind}s/${real.id(key)}` };
  },
  'list imports': ({ state, actor }) => ({ expected: tree.listedImports(state.tree, actor), method: 'GET', path: 'imports?limit=1' }),
  'add device': (turn) => {
    const { state, real, actor } = turn;
    const key = newKey(turn, 'device');
    const model = pick(real.models, die(turn, 0)) ?? { id: '', name: '' };
    const reseller = oneOf(turn, 'reseller', die(turn, 1));
    const managedBy = pick(['', 'administrator', { reseller }] as const, die(turn, 2)) ?? '';
    const row = {
      managedBy,
      shared: die(turn, 3) % 3 === 0,
      customer: orNone(turn, 'customer', die(turn, 4)),
      site: die(turn, 5) % 2 === 0 ? null : orNone(turn, 'site', die(turn, 5)),
      model: model.name,
      ports: PORTS[model.name] ?? 0,
    };
    const expected = devices.addDevice(state.tree, actor, key, row);
    const body = {
      name: real.name(key),
      model: model.id,
      macAddress: macOf(real, state.made),
      ...(managedBy !== '' && { managedBy: managedBy === 'administrator' ? null : real.id(managedBy.reseller) }),
      ...(row.shared && { sharedWithResellers: true }),
      ...(row.customer !== null && { assignedTo: real.id(row.customer) }),
      ...(row.site !== null && { site: real.id(row.site) }),
    };
    return { expected, method: 'POST', path: 'devices', body, record: { kind: 'device', key } };
  },
  'remove device': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    return { expected: devices.removeDevice(state.tree, actor, key), method: 'DELETE', path: `devices/${real.id(key)}` };
  },
  manage: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const managedBy = orNone(turn, 'reseller', die(turn, 1));
    const expected = devices.manage(state.tree, actor, key, managedBy);
    return { expected, method: 'PATCH', path: `devices/${real.id(key)}`, body: { managedBy: managedBy === null ? null : real.id(managedBy) } };
  },
  assign: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const customer = orNone(turn, 'customer', die(turn, 1));
    const expected = devices.assign(state.tree, actor, key, customer);
    return { expected, method: 'PUT', path: `devices/${real.id(key)}/assignment`, body: { customerId: customer === null ? null : real.id(customer) } };
  },
  'take line': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const holder = state.tree.device.get(key)?.customer;
    const own = [...state.tree.account].filter(([, { customer }]) => customer === holder).map(([account]) => account);
    const account = (die(turn, 3) % 3 > 0 && pick(own, die(turn, 2))) || oneOf(turn, 'account', die(turn, 2));
    const line = { port: die(turn, 1) % 3, account };
    const expected = devices.takeLine(state.tree, actor, key, line);
    return { expected, method: 'PUT', path: `devices/${real.id(key)}/lines/${line.port}`, body: { accountId: real.id(line.account) } };
  },
  'free line': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const port = die(turn, 1) % 2;
    return { expected: devices.freeLine(state.tree, actor, key, port), method: 'DELETE', path: `devices/${real.id(key)}/lines/${port}` };
  },
  available: (turn) => {
    const { state, real, actor } = turn;
    const account = oneOf(turn, 'account', die(turn, 0));
    const path = `devices/available?limit=200&account=${real.id(account)}`;
    return { expected: devices.available(state.tree, actor, account), method: 'GET', path };
  },
};

/** 02 and the number of the run, so that no run meets the addresses of another. */
const macOf = ({ prefix }: Real, made: number): string => `02${prefix.replace(/\D/g, '').padStart(4, '0')}${made.toString(16).padStart(6, '0')}`; // 'm12-' → 0012

const DICE = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
const WEIGHTS: Readonly<Record<string, number>> = { 'add device': 4, 'take line': 4, assign: 3, list: 3, read: 3, 'add account': 2, 'permit customer': 2 };

/** A command: what is asked, or an explanation. */
export interface Chosen {
  readonly what: string;
  readonly share: number;
  readonly dice: Dice;
}

const EXPLAIN = 'explain';
export const chosen: fc.Arbitrary<Chosen> = fc.record({
  what: fc.oneof(...[...Object.keys(ASKING), EXPLAIN].map((what) => ({ weight: what === EXPLAIN ? 4 : (WEIGHTS[what] ?? 1), arbitrary: fc.constant(what) }))),
  share: fc.nat(0xffff),
  dice: DICE,
});

const PLANTED = ['add site', 'add account', 'add account', 'add user', 'add device', 'add device', 'add device', 'take line'];

/** What the administrator does first, so that there is something to ask about: sites and accounts before what needs them. */
export const planting: fc.Arbitrary<readonly Chosen[]> = fc
  .array(fc.record({ what: fc.constantFrom(...PLANTED), share: fc.nat(0xffff), dice: DICE }), {
    minLength: 16,
    maxLength: 24,
  })
  .map((choices) => choices.toSorted((one, other) => PLANTED.indexOf(one.what) - PLANTED.indexOf(other.what)));

export class Request implements fc.AsyncCommand<State, Real> {
  constructor(
    private readonly choice: Chosen,
    private readonly by?: Actor,
  ) {}

  static byAdministrator(choice: Chosen): Request {
    return new Request(choice, ADMINISTRATOR);
  }

  check = (): boolean => true;

  async run(state: State, real: Real): Promise<void> {
    const { what, share, dice } = this.choice;
    const turn: Turn = { state, real, actor: this.by ?? actorOf(state, share, dice[7] ?? 0), dice };
    const ask = ASKING[what];
    await (ask ? carryOut(turn, what, ask(turn)) : explained(turn));
  }

  toString(): string {
    return `${this.choice.what} [${this.choice.share}; ${this.choice.dice.join(' ')}]`;
  }
}

async function carryOut({ real, actor }: Turn, what: string, { expected, method, path, body, record }: Asked): Promise<void> {
  const { body: answer, ...got } = await real.ask(actor, method, path, body);
  real.answers.add(`${what} ${got.status} ${[...(got.codes ?? [got.code ?? ''])].toSorted().join()}`);
  const compared: Expected = {
    status: got.status,
    ...(expected.code !== undefined && { code: got.code ?? '' }),
    ...(expected.codes && { codes: got.codes ?? new Set([got.code ?? '']) }),
    ...(expected.shows && { shows: got.shows ?? new Set() }),
  };
  expect({ what, actor, path, said: answer.code, ...compared }).toEqual({ what, actor, path, said: answer.code, ...expected });
  if (!record || got.status >= 300) return;
  if (method === 'POST' && answer.id !== undefined) real.made(record.key, answer.id);
  if (record.kind !== 'device') await real.heard(record.kind, record.key);
  for (const user of record.also ?? []) await real.heard('user', user);
}

/** The explanation says what the model says, which is what the requests are answered with; for a user too, asked by the administrator. */
async function explained(turn: Turn): Promise<void> {
  const { state, real, actor, dice } = turn;
  const action = pick(devices.ACTIONS, dice[0] ?? 0) ?? 'device.view';
  const key = oneOf(turn, 'device', dice[1] ?? 0);
  const path = `access/explain?action=${action}&subject=${real.id(key)}`;
  const allowed = devices.may(state.tree, actor, action, key);
  const asked = [await real.ask(actor, 'GET', path)];
  if (actor.user !== undefined) asked.push(await real.ask(ADMINISTRATOR, 'GET', `${path}&user=${real.id(actor.user)}`));
  for (const { status, body } of asked)
    expect({ actor, path, status, body }).toMatchObject({ status: 200, body: { allowed, rule: expect.stringMatching(/^(DIR|INV)-/) } });
  if (action !== 'device.view' && action !== 'devices.list') return;
  const enforced = await real.ask(actor, 'GET', action === 'devices.list' ? 'devices?limit=1' : `devices/${real.id(key)}`);
  expect({ actor, path, allowed: enforced.status === 200 }).toEqual({ actor, path, allowed });
}
