// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Directory and inventory are stood in for on their topics.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { create } from '@bufbuild/protobuf';
import { Column, decode, ImportKind, Outcome, RowsAppliedSchema, topics } from '@ringfleet/contracts';
import { sealedCellPurpose } from '@ringfleet/kernel';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { LIMITS } from '../src/send/choose-chunks.js';
import { accepted, csvOf, ended, events, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';

let service: TestService;
let inventory: StandInInventory;

beforeAll(async () => {
  service = await startTestService(files);
  inventory = await StandInInventory.start(service.ports.eventLog);
  await service.ports.eventLog.ensureTopics([topics.treeRows, topics.treeOutcomes]);
});

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

const tree = (rows: number, from = 0): string =>
  ['Action;Type;Name;Customer;SIP password', ...Array.from({ length: rows }, (_, at) => `Add;Account;line-${from + at};Weir Mills;secret-${from + at}`)].join(
    '\n',
  );

const sentOf = async (importId: string) => {
  const said = await service.records(topics.treeRows);
  return said.flatMap(({ key, message }) => (key === importId && message ? [message] : []));
};

it('sends rows of the tree to directory, their secret cells sealed and nowhere else (DIR-11, IMP-02)', async () => {
  const id = await accepted(service, tree(3), { fields: { kind: 'tree' } });
  await sent(1);
  const [chunk] = await sentOf(id);
  expect(chunk?.columns).toEqual([Column.ACTION, Column.TYPE, Column.NAME, Column.TENANT_CUSTOMER_NAME, Column.SIP_PASSWORD]);
  expect(chunk?.rows.map(({ cells }) => cells)).toEqual([0, 1, 2].map((at) => ['Add', 'Account', `line-${at}`, 'Weir Mills', '']));
  const opened = chunk?.rows.flatMap(({ row, sealedCells }) =>
    sealedCells.map(({ column, value }) => [column, service.ports.sealer.open(value, sealedCellPurpose(id, row))]),
  );
  expect(opened).toEqual([0, 1, 2].map((at) => [4, `secret-${at}`]));
  expect(inventory.heard.filter(({ importId }) => importId === id)).toEqual([]);
  const outcomes = (chunk?.rows ?? []).map(({ row }, at) => ({ row, outcome: at === 1 ? Outcome.REJECTED : Outcome.APPLIED, name: 'line', reasons: [] }));
  const message = create(RowsAppliedSchema, { importId: id, chunk: 0, outcomes });
  await service.tell(topics.treeOutcomes, [{ key: id, message }]);
  await ended(service, id);
  expect(await view(service, id)).toMatchObject({ kind: 'tree', state: 'completed', counts: { rows: 3, applied: 2, rejected: 1 }, ignoredColumns: [] });
  expect((await events(service, id)).map(({ event }) => event.kind)).toEqual(expect.arrayContaining([ImportKind.TREE]));
  const { body } = await service.request<string>(`/api/v1/imports/${id}/errors?format=csv`);
  expect(JSON.stringify(body)).not.toContain('secret-');
});

it('does not let a directory that answers nothing keep imports of devices waiting (IMP-12)', async () => {
  for (const part of [1, 2]) await accepted(service, tree(9_000, part * 9_000), { fields: { kind: 'tree' } });
  await sent(LIMITS.all);
  const id = await accepted(service, csvOf(['phone-1', 'phone-2']));
  await ended(service, id);
  expect(await view(service, id)).toMatchObject({ kind: 'devices', state: 'completed', counts: { applied: 2 } });
});

/** Resolves once so many chunks that are not answered were sent: no more are. */
async function sent(chunks: number): Promise<void> {
  const answered = new Set((await service.records(topics.treeOutcomes)).map(({ key }) => key));
  const open = new Set<string>();
  const options = { from: 'start', follow: true, signal: new AbortController().signal } as const;
  for await (const { key, value } of service.ports.eventLog.read(topics.treeRows.name, options)) {
    if (value && !answered.has(key)) open.add(`${key} ${decode(topics.treeRows, value).chunk}`);
    if (open.size === chunks) return;
  }
}
