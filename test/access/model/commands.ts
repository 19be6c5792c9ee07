// Requests by anybody about anything, each with what the rules say of it.
import fc from 'fast-check';
import * as devices from './device-rules.js';
import { IN_BULK } from './bulk-commands.js';
import { CHANGING } from './change-commands.js';
import type { Actor } from './model.js';
import { PORTS, type Real } from './real.js';
import { expectSame } from './same-devices.js';
import * as tree from './tree-rules.js';
import {
  actorOf,
  ADMINISTRATOR,
  asExpected,
  type Asked,
  die,
  type Dice,
  macOf,
  newKey,
  oneOf,
  orNone,
  PERMISSIONS,
  pick,
  type State,
  type Turn,
} from './turn.js';

export const ASKING: Readonly<Record<string, (turn: Turn) => Asked>> = {
  ...CHANGING,
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
    const expected = devices.removeDevice(state.tree, actor, key);
    return { expected, method: 'DELETE', path: `devices/${real.id(key)}`, record: { kind: 'device', key } };
  },
  manage: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const managedBy = orNone(turn, 'reseller', die(turn, 1));
    const expected = devices.manage(state.tree, actor, key, managedBy);
    return {
      expected,
      method: 'PATCH',
      path: `devices/${real.id(key)}`,
      body: { managedBy: managedBy === null ? null : real.id(managedBy) },
      record: { kind: 'device', key },
    };
  },
  'take line': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const holder = state.tree.device.get(key)?.customer;
    const own = [...state.tree.account].filter(([, { customer }]) => customer === holder).map(([account]) => account);
    const account = (die(turn, 3) % 3 > 0 && pick(own, die(turn, 2))) || oneOf(turn, 'account', die(turn, 2));
    const line = { port: die(turn, 1) % 3, account };
    const expected = devices.takeLine(state.tree, actor, key, line);
    return {
      expected,
      method: 'PUT',
      path: `devices/${real.id(key)}/lines/${line.port}`,
      body: { accountId: real.id(line.account) },
      record: { kind: 'device', key },
    };
  },
  'free line': (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const port = die(turn, 1) % 2;
    const expected = devices.freeLine(state.tree, actor, key, port);
    return { expected, method: 'DELETE', path: `devices/${real.id(key)}/lines/${port}`, record: { kind: 'device', key } };
  },
  available: (turn) => {
    const { state, real, actor } = turn;
    const account = oneOf(turn, 'account', die(turn, 0));
    const path = `devices/available?limit=200&account=${real.id(account)}`;
    return { expected: devices.available(state.tree, actor, account), method: 'GET', path };
  },
};

/** Those that change a device. */
export const CHANGES_DEVICES = ['change', 'change', 'assign', 'assign', 'replace', 'manage', 'remove device', 'take line', 'take line', 'free line'] as const;

const DICE = fc.array(fc.nat(0xffff), { minLength: 8, maxLength: 8 });
const WEIGHTS: Readonly<Record<string, number>> = {
  'add device': 4,
  change: 4,
  'take line': 4,
  assign: 3,
  list: 3,
  read: 3,
  'add account': 2,
  'permit customer': 2,
};

/** A command: what is asked, or an explanation. */
export interface Chosen {
  readonly what: string;
  readonly share: number;
  readonly dice: Dice;
}

const EXPLAIN = 'explain';
/** By how often each is to be. */
export const chosenOf = (weights: Readonly<Record<string, number>>): fc.Arbitrary<Chosen> =>
  fc.record({
    what: fc.oneof(...Object.entries(weights).map(([what, weight]) => ({ weight, arbitrary: fc.constant(what) }))),
    share: fc.nat(0xffff),
    dice: DICE,
  });

const ALL = [...Object.keys(ASKING), ...Object.keys(IN_BULK), EXPLAIN];
export const chosen = chosenOf(Object.fromEntries(ALL.map((what) => [what, what === EXPLAIN ? 4 : (WEIGHTS[what] ?? 1)])));

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
    if (ask) await carryOut(turn, what, ask(turn));
    else await (IN_BULK[what] ?? explained)(turn);
  }

  toString(): string {
    return `${this.choice.what} [${this.choice.share}; ${this.choice.dice.join(' ')}]`;
  }
}

async function carryOut({ state, real, actor }: Turn, what: string, { expected, method, path, body, record, made }: Asked): Promise<void> {
  const { body: answer, ...got } = await real.ask(actor, method, path, body);
  real.answers.add(`${what} ${got.status} ${[...(got.codes ?? [got.code ?? ''])].toSorted().join()}`);
  const compared = asExpected(got, expected);
  expect({ what, actor, path, said: answer.code, ...compared }).toEqual({ what, actor, path, said: answer.code, ...expected });
  const madeKey = made ?? record?.key;
  if (got.status === 201 && madeKey !== undefined && answer.id !== undefined) real.made(madeKey, answer.id);
  if (record?.kind === 'device') await expectSame(state, real, [record.key]);
  if (!record || got.status >= 300) return;
  if (record.kind !== 'device') await real.heard(record.kind, record.key);
  for (const user of record.also ?? []) await real.heard('user', user);
}

/** What is answered with 200 to who may. */
const LOOKS: Partial<Record<devices.Action, string>> = {
  'devices.list': 'devices?limit=1',
  'devices.export': 'exports?limit=1',
  'devices.import': 'imports?limit=1',
  'devices.batch': 'device-batches?limit=1',
  'device.view': 'devices/{id}',
};

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
  const looked = LOOKS[action]?.replace('{id}', real.id(key));
  if (looked === undefined) return;
  const enforced = await real.ask(actor, 'GET', looked);
  expect({ actor, path, allowed: enforced.status === 200 }).toEqual({ actor, path, allowed });
}
