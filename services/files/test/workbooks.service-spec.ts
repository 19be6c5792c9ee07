// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { accepted, csvOf, ended, HEADER, names } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { StandInLists } from './support/stand-in-lists.js';
import { sheetOf, textRow, workbookOf, xlsxOf, zipOf } from './support/workbooks.js';

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

const rowsOf = (count: number): string[][] => [HEADER.split(','), ...names(count).map((name) => ['Add', name, 'Cisco 6821', ''])];

describe('a workbook', () => {
  it('is read as what it is, whatever its name says (IMP-01)', async () => {
    const id = await accepted(service, await xlsxOf(rowsOf(1_500)), { name: 'phones.csv' });
    expect(await ended(service, id)).toMatchObject({ state: 'completed', format: 'xlsx', counts: { rows: 1_500, applied: 1_500 } });
    const csv = await accepted(service, csvOf(['a']), { name: 'phones.xlsx' });
    expect(await ended(service, csv)).toMatchObject({ state: 'completed', format: 'csv' });
  });

  it.each<[string, string, () => Promise<Uint8Array<ArrayBuffer>>]>([
    ['is cut off', 'truncated_file', async () => (await xlsxOf(rowsOf(50))).subarray(0, -100)],
    ['is an .ods', 'not_a_spreadsheet', () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' })],
    ['is a zip of something else', 'not_a_spreadsheet', () => zipOf({ 'a.txt': 'x' })],
    ['names a missing part', 'missing_part', () => workbookOf(undefined)],
    [
      'has external entities',
      'external_entities',
      () => workbookOf(sheetOf('<row><c><v>&x;</v></c></row>', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    ],
    ['is a zip bomb', 'too_large_inflated', () => workbookOf(sheetOf(textRow(HEADER.split(',')) + textRow(['aaaaaaaaaaaaaaaaaaaaaaaa']).repeat(500_000)))],
    ['has a million columns', 'too_many_columns', () => workbookOf(sheetOf(`<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`))],
    ['is a csv of a million columns', 'too_many_columns', async () => new Uint8Array(Buffer.from(`${HEADER}${',x'.repeat(1_000_000)}\n`))],
  ])('that %s fails with the code %s, and nothing is sent (IMP-14)', async (_, code, make) => {
    const sent = inventory.heard.length;
    const id = await accepted(service, await make(), { name: 'phones.xlsx' });
    expect(await ended(service, id)).toMatchObject({ state: 'failed', problem: { code }, counts: { rows: 0 } });
    expect(inventory.heard).toHaveLength(sent);
  });
});
