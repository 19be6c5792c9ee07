// Real: the program as built; the lists are read and mended with other libraries than ours.
import { parse } from 'csv-parse/sync';
import exceljs from 'exceljs';
import type { Api, Content } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { macOf } from '../support/sheets.js';

let ringfleet: Deployment;
let administrator: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
});

afterAll(() => ringfleet.close());

type Sheet = string[][];

const csvOfSheet = (sheet: Sheet): string => sheet.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';')).join('\r\n');
const ofCsv = (content: Buffer): Sheet => parse(content, { bom: true, relax_column_count: true });

async function ofXlsx(content: Buffer): Promise<Sheet> {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(new Uint8Array(content).buffer);
  const sheet: Sheet = [];
  workbook.worksheets[0]?.eachRow((row) => sheet.push(Array.from({ length: row.cellCount }, (_, index) => row.getCell(index + 1).text)));
  return sheet;
}

async function xlsxOfSheet(sheet: Sheet): Promise<Content> {
  const workbook = new exceljs.Workbook();
  workbook.addWorksheet('Mended').addRows(sheet);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

const FORMATS = [
  { format: 'csv', read: async (content: Buffer) => ofCsv(content), write: async (sheet: Sheet): Promise<Content> => csvOfSheet(sheet) },
  { format: 'xlsx', read: ofXlsx, write: xlsxOfSheet },
] as const;

const ERRORS = ['Row', 'Rejected columns', 'Reasons'];

describe.each(FORMATS)('an error list as $format', ({ format, read, write }) => {
  const block = format === 'csv' ? 20 : 21;
  const header = ['Notes', 'MAC Address', 'name', 'Modèle d’appareil', 'Action', 'Description', 'AES key'];
  const sheet: Sheet = [
    header,
    ['kept 1', macOf(block, 1), `${format}-1`, 'Cisco 6821', 'Add', '', ''],
    ['kept 2', 'no MAC', `${format}-2`, 'Nokia 3310', 'Add', '=1+1', 'sesame'],
    ['', '', '', '', '', '', ''],
    ['kept; 4', macOf(block, 4), `${format}-4`, 'Cisco 6821', 'Replace', 'two\nlines', ''],
    ['kept 5', macOf(block, 1), `${format}-5`, 'Cisco 6821', 'Add', '-12', ''],
  ];
  let list: Sheet = [];

  const errors = async (id: string): Promise<Sheet> => read(await administrator.download(`/api/v1/imports/${id}/errors?format=${format}`));

  it('has each rejected row once, as it was written, then where and why (IMP-08)', async () => {
    const { id, counts, ignoredColumns } = await administrator.import(await write(sheet), { name: `phones.${format}` });
    expect([counts, ignoredColumns]).toEqual([{ rows: 4, applied: 1, unchanged: 0, rejected: 3, notReached: 0 }, ['Notes']]);
    list = await errors(id);
    expect(list.map((cells) => cells.slice(0, 9))).toEqual([
      [...header, 'Row', 'Rejected columns'],
      ['kept 2', 'no MAC', `${format}-2`, 'Nokia 3310', 'Add', format === 'csv' ? "'=1+1" : '=1+1', '', '3', 'Device model; MAC address'],
      ['kept; 4', macOf(block, 4), `${format}-4`, 'Cisco 6821', 'Replace', 'two\nlines', '', '5', 'Action'],
      ['kept 5', macOf(block, 1), `${format}-5`, 'Cisco 6821', 'Add', format === 'csv' ? "'-12" : '-12', '', '6', 'MAC address'],
    ]);
    const reasons = list.slice(1).map((cells) => cells[9]);
    expect(reasons[0]).toMatch(/Nokia 3310.*; .*no MAC.*; AES key: secret, left out here$/);
    expect(reasons[2]).toContain(`"${format}-1"`); // who has the MAC address
    expect(JSON.stringify(list)).not.toContain('sesame');
  });

  it('imported as it is has the same rows rejected, and the three columns once (IMP-08)', async () => {
    const { id, counts, ignoredColumns } = await administrator.import(await write(list), { name: `phones-errors.${format}` });
    expect([counts, ignoredColumns]).toEqual([{ rows: 3, applied: 0, unchanged: 0, rejected: 3, notReached: 0 }, ['Notes']]);
    const again = await errors(id);
    expect(again[0]).toEqual([...header, ...ERRORS]);
    expect(again.map((cells) => cells.slice(0, 6))).toEqual(list.map((cells) => cells.slice(0, 6)));
    expect(again.slice(1).map((cells) => cells[7])).toEqual(['2', '3', '4']);
  });

  it('mended is applied (IMP-08)', async () => {
    const mended = list.map((cells) => [...cells]);
    const mend = (row: number, column: string, text: string): void => void (mended[row] ?? []).splice(header.indexOf(column), 1, text);
    mend(1, 'Modèle d’appareil', 'Cisco 8851');
    mend(1, 'MAC Address', macOf(block, 2));
    mend(2, 'Action', 'Ajouter');
    mend(3, 'MAC Address', macOf(block, 5));
    const { id, counts } = await administrator.import(await write(mended));
    expect(counts).toEqual({ rows: 3, applied: 3, unchanged: 0, rejected: 0, notReached: 0 });
    expect(await errors(id)).toEqual([[...header, ...ERRORS]]);
    const [second, fourth, fifth] = await Promise.all([2, 4, 5].map(async (n) => (await administrator.devices(`${format}-${n}`))[0]?.description));
    expect([second, fourth, fifth]).toEqual(['=1+1', 'two\nlines', '-12']);
  });
});

it('an error list is not there before the import has ended, nor where no row was read', async () => {
  const { id } = await administrator.import('Action,Name\nAdd,x');
  expect(await administrator.request(`/api/v1/imports/${id}/errors?format=csv`)).toMatchObject({ status: 409, body: { code: 'no_rows' } });
  expect(await administrator.request(`/api/v1/imports/${id}/errors?format=pdf`)).toMatchObject({ status: 400 });
});
