// Real: PostgreSQL, HTTP, Connect's transport, spreadsheets read back. Inventory is stood in for on its side of the contract.
import { bytesAsSource, readSpreadsheet } from '@ringfleet/spreadsheets';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import ExcelJs from 'exceljs';
import { files } from '../src/index.js';
import { accepted, ended } from './support/import-client.js';
import { StandInLists } from './support/stand-in-lists.js';

const ENGLISH = [
  'Action',
  'Name',
  'Device model',
  'MAC address',
  'Managed by',
  'CPE profile',
  'Shared with reseller',
  'Tenant customer name',
  'Inventory ID',
  'Description',
  'Site',
  'Customer-owned',
  'ASCII/AES key',
  'Secret',
  'HTTP username',
  'HTTP password',
  'File name',
  'Accept data from phone',
  'Virtual phone provisioning',
  'Floor', // a custom field of the caller's own side
];
const FRENCH = ['Action', 'Nom', "Modèle d'appareil", 'Adresse MAC', 'Géré par', 'Profil CPE', 'Partagé avec le revendeur', 'Nom du client'];
let service: TestService;

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: new StandInLists().routes } });
});

afterAll(() => service.stop());

async function template(query: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`${service.url}/api/v1/imports/template?${query}`, { headers: { authorization: `Bearer ${await service.tokenFor()}` } });
  expect([response.status, response.headers.get('content-disposition')]).toEqual([200, expect.stringContaining('import-template')]);
  return new Uint8Array(await response.arrayBuffer());
}

async function rowsOf(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const batch of readSpreadsheet(bytesAsSource(bytes)).batches) rows.push(...batch.map(({ cells }) => [...cells]));
  return rows;
}

async function problemOf(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string | undefined> {
  return (await ended(service, await accepted(service, bytes, { name }))).problem?.code;
}

describe('the template', () => {
  it('as csv lists models and sites in two further columns, which import passes over (IMP-03)', async () => {
    const bytes = await template('format=csv');
    const empty = ENGLISH.map(() => '');
    expect(await rowsOf(bytes)).toEqual([
      [...ENGLISH, 'Supported device models', 'Supported sites'],
      [...empty, 'Cisco 6821', 'Head office'],
      [...empty, 'Yealink SIP-T54W', 'Refinery'],
      [...empty, 'Snom D785'],
    ]);
    expect(await problemOf(bytes, 'template.csv')).toBe('header_only');
  });

  it('as xlsx has instructions, lists and drop-downs (IMP-03)', async () => {
    const bytes = await template('format=xlsx');
    const book = new ExcelJs.Workbook();
    await book.xlsx.load(bytes.buffer);
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Devices', 'Instructions', 'Lists']);
    const [sheet, instructions, lists] = book.worksheets;
    expect(sheet?.getCell('A2').dataValidation).toMatchObject({ type: 'list', formulae: ['"Add,Remove"'] });
    expect(sheet?.getCell('C500').dataValidation).toMatchObject({ type: 'list', formulae: ["'Lists'!$A$2:$A$4"], showErrorMessage: true });
    expect(sheet?.getCell('K2').dataValidation).toMatchObject({ formulae: ["'Lists'!$B$2:$B$3"] });
    expect(sheet?.getCell('L2').dataValidation).toMatchObject({ formulae: ['"Y,N"'] });
    expect(sheet?.getCell('T2').dataValidation).toMatchObject({ formulae: ['"Ground,First"'] });
    expect(instructions?.rowCount).toBeGreaterThan(8);
    expect(lists?.getColumn(2).values.slice(1)).toEqual(['Supported sites', 'Head office', 'Refinery']);
    expect(await rowsOf(bytes)).toEqual([ENGLISH]);
    expect(await problemOf(bytes, 'template.xlsx')).toBe('header_only');
  });

  it.each(['csv', 'xlsx'])('speaks French, which import reads: %s (IMP-02, IMP-03)', async (format) => {
    const bytes = await template(`format=${format}&language=fr`);
    const [header] = await rowsOf(bytes);
    expect(header?.slice(0, 8)).toEqual(FRENCH);
    expect(await problemOf(bytes, `modele.${format}`)).toBe('header_only');
  });

  it('of the tree has its columns (DIR-11)', async () => {
    const [header] = await rowsOf(await template('format=csv&kind=tree&language=fr'));
    expect(header?.slice(0, 4)).toEqual(['Action', 'Type', 'Nom', 'Revendeur']);
  });
});
