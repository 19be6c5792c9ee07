// Batches and small imports by anybody: what each device or row comes to (INV-12, IMP-05).
import { setTimeout as moment } from 'node:timers/promises';
import { csvOf, type SheetRow } from '../../support/sheets.js';
import type { RowView } from '../../support/views.js';
import * as changes from './change-rules.js';
import type { NewDevice } from './device-rules.js';
import type { Expected, Key } from './model.js';
import { PORTS, type Real } from './real.js';
import { expectSame } from './same-devices.js';
import { listedImports } from './tree-rules.js';
import { ADMINISTRATOR, die, macOf, newKey, oneOf, orNone, pick, type Turn } from './turn.js';

const LOOK_MS = 10;

/** By device; none: it is done. */
type Outcomes = ReadonlyMap<Key, ReadonlySet<string>>;
const sorted = (outcomes: Outcomes): object => Object.fromEntries([...outcomes].map(([key, codes]) => [key, [...codes].toSorted()]));

export const IN_BULK: Readonly<Record<string, (turn: Turn) => Promise<void>>> = {
  batch: async (turn) => {
    const { state, real, actor } = turn;
    const keys = [...new Set([oneOf(turn, 'device', die(turn, 0)), oneOf(turn, 'device', die(turn, 1)), oneOf(turn, 'device', die(turn, 2))])];
    const managedBy = state.tree.device.get(keys[0] ?? '')?.managedBy ?? null;
    const customer = orNone(turn, 'customer', die(turn, 3));
    const wish = die(turn, 4) % 4 === 0 ? undefined : { customer, ...(die(turn, 5) % 3 === 0 && { customerOwned: die(turn, 6) % 2 === 0 }) };
    const { answer, outcomes } = changes.batch(state.tree, actor, { keys, managedBy, change: wish });
    const assigned = wish && {
      assignTo: wish.customer === null ? null : real.id(wish.customer),
      ...(wish.customerOwned !== undefined && { customerOwned: wish.customerOwned }),
    };
    const select = { ids: keys.map((key) => real.id(key)), managedBy: managedBy === null ? 'administrator' : real.id(managedBy) };
    const { body, ...got } = await real.ask(actor, 'POST', 'device-batches', { select, change: assigned ?? { delete: true } });
    noted(real, 'batch', got);
    expect({ actor, select, ...codesOf(got) }).toEqual({ actor, select, ...codesOf(answer) });
    if (got.status === 202)
      expect({ actor, keys, wish, became: sorted(await becameOf(real, body.id ?? '')) }).toEqual({ actor, keys, wish, became: sorted(outcomes) });
    await expectSame(state, real, keys);
  },
  import: async (turn) => {
    const { state, real, actor } = turn;
    const rows = [0, 1, 2].slice(0, 1 + (die(turn, 0) % 3)).map((at) => rowOf(turn, at));
    const mayImport = listedImports(state.tree, actor);
    const expected = mayImport.status === 200 ? { status: 202 } : mayImport;
    const outcomes =
      expected.status === 202
        ? changes.importRows(
            state.tree,
            actor,
            rows.map(({ row }) => row),
          )
        : [];
    const api = await real.as(actor);
    const { status, body } = await api.upload<{ readonly id: string; readonly code?: string }>(csvOf(rows.map(({ cells }) => cells)));
    expect({ actor, status, code: body.code }).toEqual({ actor, status: expected.status, code: expected.code });
    if (status !== 202) return;
    await api.ended(body.id);
    const became = (await api.all<RowView>(`/api/v1/imports/${body.id}/rows`)).map(({ reasons }) => [...new Set(reasons.map(({ code }) => code))].toSorted());
    for (const codes of became) real.answers.add(`import ${codes.join()}`);
    expect({ actor, rows: rows.map(({ row }) => row), became }).toEqual({
      actor,
      rows: rows.map(({ row }) => row),
      became: outcomes.map((codes) => [...codes].toSorted()),
    });
    for (const { row } of rows) if (row.add && state.tree.device.has(row.key)) real.made(row.key, await idNamed(real, row.key));
    await expectSame(
      state,
      real,
      rows.map(({ row }) => row.key),
    );
  },
};

const codesOf = ({ status, code, codes }: Expected): object => ({ status, codes: [...(codes ?? [code])].filter((one) => one !== undefined) });
const noted = (real: Real, what: string, { status, code, codes }: Expected): void =>
  void real.answers.add(`${what} ${status} ${[...(codes ?? [code])].toString()}`);

/** Once the batch is over. */
async function becameOf(real: Real, id: string): Promise<Outcomes> {
  for (;;) {
    const { body } = await real.ask(ADMINISTRATOR, 'GET', `device-batches/${id}`);
    if ('finishedAt' in body && body.finishedAt !== null) break;
    await moment(LOOK_MS);
  }
  const api = await real.as(ADMINISTRATOR);
  const devices = await api.all<{ readonly id: string; readonly reasons: readonly { readonly code: string }[] }>(`/api/v1/device-batches/${id}/devices`);
  const became = devices.map(({ id: device, reasons }) => [real.keyOf(device), new Set(reasons.map(({ code }) => code))] as const);
  for (const [, codes] of became) real.answers.add(`batch ${[...codes].toSorted().join()}`);
  return new Map(became);
}

async function idNamed(real: Real, key: Key): Promise<string> {
  const api = await real.as(ADMINISTRATOR);
  const found = await api.all<{ readonly id: string; readonly name: string }>(`/api/v1/devices?q=${encodeURIComponent(real.name(key))}`);
  return found.find(({ name }) => name === real.name(key))?.id ?? '';
}

function rowOf(turn: Turn, at: number): { readonly row: changes.Row; readonly cells: SheetRow } {
  const { real, state } = turn;
  const dice = die(turn, 1 + at);
  if (dice % 2 === 0) {
    const key = oneOf(turn, 'device', dice >> 1);
    return { row: { key }, cells: { action: 'Remove', name: real.name(key) } };
  }
  const model = pick(real.models, dice >> 1)?.name ?? '';
  const reseller = oneOf(turn, 'reseller', dice >> 2);
  const managedBy = pick(['', '', 'administrator', { reseller }] as const, dice >> 3) ?? '';
  const customer = orNone(turn, 'customer', die(turn, 4 + at));
  const add: NewDevice = { managedBy, shared: dice % 5 === 0, customer, site: null, model, ports: PORTS[model] ?? 0 };
  const key = newKey(turn, 'device');
  const manager = managedBy === '' ? '' : managedBy === 'administrator' ? 'Administrator only' : real.name(managedBy.reseller);
  const shared = add.shared ? 'Y' : 'N';
  const mac = macOf(real, state.made);
  return {
    row: { key, add },
    cells: { action: 'Add', name: real.name(key), model, mac, managedBy: manager, shared, customer: customer === null ? '' : real.name(customer) },
  };
}
