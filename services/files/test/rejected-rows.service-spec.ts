// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import type { RejectedRows } from '../src/rows/list-rejected.js';
import type { FileHeader } from '../src/rows/read-header.js';
import { accepted, ended } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { StandInLists } from './support/stand-in-lists.js';

let service: TestService;
let inventory: StandInInventory;

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: new StandInLists().routes } });
  inventory = await StandInInventory.start(service.ports.eventLog);
});

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

async function imported(lines: readonly string[]): Promise<string> {
  const id = await accepted(service, lines.join('\n'));
  await ended(service, id);
  return id;
}

const rejected = async (id: string, query = ''): Promise<RejectedRows> =>
  (await service.request<RejectedRows>(`/api/v1/imports/${id}/rejected-rows?${query}`)).body;

describe('the rejected rows of an import', () => {
  it('have the cells of the file in its own columns, beside the columns that reasons name; secrets are left out (IMP-02, IMP-08)', async () => {
    const id = await imported([
      'MAC,Notes,Action,Nom,Device model,MAC address,Secret,Reasons',
      'x,n 1,Add,bad-1,Cisco 6821,zz,s3cret,old',
      'x,,Add,fine,,,,',
      'y,,Add,bad-2,,,,',
    ]);
    const { columns, items, total, nextCursor } = await rejected(id);
    expect(columns).toEqual([
      { header: 'MAC', column: null },
      { header: 'Notes', column: null },
      { header: 'Action', column: 'Action' },
      { header: 'Nom', column: 'Name' },
      { header: 'Device model', column: 'Device model' },
      { header: 'MAC address', column: 'MAC address' },
      { header: 'Secret', column: 'Secret' },
    ]);
    expect(items.map(({ row, cells }) => [row, ...cells])).toEqual([
      [2, 'x', 'n 1', 'Add', 'bad-1', 'Cisco 6821', 'zz', null],
      [4, 'y', '', 'Add', 'bad-2', '', '', ''],
    ]);
    expect(items[0]?.reasons.map(({ column, code }) => [column, code])).toEqual([
      ['MAC address', 'bad_mac'],
      ['Site', 'unknown_site'],
    ]);
    expect([total, nextCursor]).toEqual([{ value: 2, exact: true }, null]);
  });

  it('are found by their reason, page after page, and each reason is counted by rows (IMP-07)', async () => {
    const id = await imported(['Action,Name,Device model,MAC address', 'Add,bad-1,,', 'Add,fine,,', 'Add,bad-2,,', 'Add,bad-3,,']);
    const { body } = await service.request(`/api/v1/imports/${id}/reasons`);
    expect(body).toEqual({
      items: [
        { code: 'bad_mac', rows: 3 },
        { code: 'unknown_site', rows: 3 },
      ],
    });
    const first = await rejected(id, 'code=unknown_site&limit=2');
    expect([first.items.map(({ row }) => row), first.total?.value]).toEqual([[2, 4], 3]);
    const second = await rejected(id, `code=unknown_site&limit=2&cursor=${first.nextCursor}`);
    expect([second.items.map(({ row }) => row), second.nextCursor]).toEqual([[5], null]);
    expect((await rejected(id, 'code=no_such_reason')).items).toEqual([]);
  });
});

describe('the header of a file', () => {
  it('is known of one that was refused for it, with the columns that there are: mapped, it is imported (IMP-02)', async () => {
    const lines = ['Action,Phone,Device model,MAC address', 'Add,fine,Cisco 6821,001'];
    const refused = await imported(lines);
    const { body } = await service.request<FileHeader>(`/api/v1/imports/${refused}/header`);
    expect(body.columns).toEqual([
      { header: 'Action', column: 'Action' },
      { header: 'Phone', column: null },
      { header: 'Device model', column: 'Device model' },
      { header: 'MAC address', column: 'MAC address' },
    ]);
    expect(body.known.filter(({ mandatory }) => mandatory).map(({ name }) => name)).toEqual(['Action', 'Name', 'Device model', 'MAC address']);
    const mapped = await accepted(service, lines.join('\n'), { fields: { columnMap: JSON.stringify({ Phone: 'Name' }) } });
    expect((await ended(service, mapped)).counts).toMatchObject({ rows: 1, applied: 1 });
  });
});
