// Changes of a device by anybody, each with what the rules say of it (INV-05–09, INV-17).
import * as changes from './change-rules.js';
import { PORTS } from './real.js';
import { type Asked, die, macOf, oneOf, orNone, pick, type Turn } from './turn.js';

/** A change of some fields at once. */
function wished(turn: Turn): changes.Wish {
  const { real, state } = turn;
  const model = pick(real.models, die(turn, 2))?.name ?? '';
  const all: readonly changes.Wish[] = [
    { description: `Changed ${++state.made}` },
    { customer: orNone(turn, 'customer', die(turn, 3)) },
    { site: orNone(turn, 'site', die(turn, 4)) },
    { shared: die(turn, 5) % 2 === 0 },
    { customerOwned: die(turn, 5) % 4 < 2 },
    { retired: die(turn, 6) % 3 === 0 },
    { model: { name: model, ports: PORTS[model] ?? 0 } },
  ];
  return Object.assign({}, ...all.filter((_, at) => (die(turn, 1) >> at) % 4 === 0)) as changes.Wish;
}

function bodyOf({ real }: Turn, { customer, site, shared, model, mac, ...same }: changes.Wish): object {
  const id = (key: string | null): string | null => (key === null ? null : real.id(key));
  return {
    ...same,
    ...(customer !== undefined && { assignedTo: id(customer) }),
    ...(site !== undefined && { site: id(site) }),
    ...(shared !== undefined && { sharedWithResellers: shared }),
    ...(model && { model: real.models.find(({ name }) => name === model.name)?.id }),
    ...(mac !== undefined && { macAddress: mac }),
  };
}

export const CHANGING: Readonly<Record<string, (turn: Turn) => Asked>> = {
  change: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const wish = wished(turn);
    const expected = changes.change(state.tree, actor, key, wish);
    return { expected, method: 'PATCH', path: `devices/${real.id(key)}`, body: bodyOf(turn, wish), record: { kind: 'device', key } };
  },
  assign: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const customer = orNone(turn, 'customer', die(turn, 1));
    const expected = changes.assign(state.tree, actor, key, customer);
    const body = { customerId: customer === null ? null : real.id(customer) };
    return { expected, method: 'PUT', path: `devices/${real.id(key)}/assignment`, body, record: { kind: 'device', key } };
  },
  replace: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const model = pick(real.models, die(turn, 1))?.name ?? '';
    const wish = { mac: macOf(real, ++state.made), ...(die(turn, 2) % 2 === 0 && { model: { name: model, ports: PORTS[model] ?? 0 } }) };
    const expected = changes.change(state.tree, actor, key, wish);
    return { expected, method: 'POST', path: `devices/${real.id(key)}/replace`, body: bodyOf(turn, wish), record: { kind: 'device', key } };
  },
  refer: (turn) => {
    const { state, real, actor } = turn;
    const key = oneOf(turn, 'device', die(turn, 0));
    const reference = `reference-${++state.made}`;
    const blocks = die(turn, 1) % 2 === 0;
    const expected = changes.refer(state.tree, actor, key, { reference, blocks });
    return { expected, method: 'POST', path: `devices/${real.id(key)}/references`, body: { what: reference, blocksDelete: blocks }, made: reference };
  },
  withdraw: (turn) => {
    const { state, real, actor } = turn;
    const referred = [...state.tree.device].flatMap(([key, { references }]) => [...references.keys()].map((reference) => ({ key, reference })));
    const { key, reference } = pick(referred, die(turn, 0)) ?? { key: oneOf(turn, 'device', die(turn, 0)), reference: 'nobody' };
    const expected = changes.withdraw(state.tree, actor, key, reference);
    return { expected, method: 'DELETE', path: `devices/${real.id(key)}/references/${real.id(reference)}` };
  },
};
