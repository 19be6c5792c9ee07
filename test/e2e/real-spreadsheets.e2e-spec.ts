// Real: the program as built, files that LibreOffice, openpyxl and a Windows program wrote.
import exceljs from 'exceljs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Deployment, openDeployment } from '../support/deployment.js';
import type { RowView } from '../support/views.js';

const FIXTURES = join(import.meta.dirname, '../fixtures/spreadsheets');

interface Expected {
  readonly file: string;
  readonly rows: number;
  readonly applied: number;
  /** `index` counts the rows below the header, from 0. */
  readonly rejected: readonly { readonly name: string; readonly code: string; readonly index: number }[];
}

let ringfleet: Deployment;

beforeAll(async () => {
  ringfleet = await openDeployment();
});

afterAll(() => ringfleet.close());

const expectedOf = (name: string): Expected => JSON.parse(readFileSync(join(FIXTURES, `${name}.expected.json`), 'utf8')) as Expected;
const rowsOf = (id: string): Promise<RowView[]> => ringfleet.administrator.all<RowView>(`/api/v1/imports/${id}/rows`);

const rejectedOf = (rows: readonly RowView[]): object[] =>
  rows.filter(({ outcome }) => outcome === 'rejected').map(({ row, name, reasons }) => ({ row, name, codes: reasons.map(({ code }) => code) }));

/** The numbers, as a spreadsheet program shows them, of the rows below the header that are not empty; told by another library than ours where it can read the file. */
async function rowNumbers({ file, rows }: Expected): Promise<number[]> {
  if (!file.endsWith('.xlsx')) return Array.from({ length: rows }, (_, index) => index + 2);
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(join(FIXTURES, file));
  const numbers: number[] = [];
  workbook.worksheets[0]?.eachRow((_, number) => numbers.push(number));
  return numbers.slice(1);
}

describe.each(['cp1252-7', 'lo-xls-7', 'lo-xlsx-7', 'openpyxl-7'])('the file %s', (prefix) => {
  const expected = expectedOf(prefix);
  const content = new Uint8Array(readFileSync(join(FIXTURES, expected.file)));
  let first: RowView[] = [];

  it('has exactly the outcomes that are written beside it, row by row (IMP-01, IMP-05, IMP-07, IMP-17)', async () => {
    const numbers = await rowNumbers(expected);
    const { id, state, counts } = await ringfleet.administrator.import(content, { name: expected.file });
    first = await rowsOf(id);
    expect({ state, counts }).toEqual({
      state: 'completed',
      counts: { rows: expected.rows, applied: expected.applied, unchanged: 0, rejected: expected.rejected.length, notReached: 0 },
    });
    expect(first.map(({ row }) => row)).toEqual(numbers);
    expect(rejectedOf(first)).toEqual(expected.rejected.map(({ index, name, code }) => ({ row: numbers[index], name, codes: [code] })));
  });

  it('changes nothing that it applied when it is sent again (IMP-05, IMP-05a)', async () => {
    const before = await ringfleet.administrator.devices(prefix);
    const { id } = await ringfleet.administrator.import(content, { name: expected.file });
    const again = await rowsOf(id);
    // Its last rows remove and add devices of its first ones again: those tell another story the second time.
    const moved = [`${prefix}-0001`, `${prefix}-0002`];
    const isMoved = ({ name }: { readonly name: string }): boolean => moved.includes(name.toLowerCase());
    const steady = first.flatMap(({ outcome, name }, index) => (outcome === 'applied' && !isMoved({ name }) ? [again[index]?.outcome] : []));
    expect(new Set(steady)).toEqual(new Set(['unchanged']));
    expect(again.filter(isMoved).map(({ outcome }) => outcome)).toEqual(
      // 0001 is there with another MAC address, 0002 was removed; then the last rows, in which 0001 is removed and added once more.
      ['rejected', 'applied', 'rejected', 'rejected', 'applied', 'applied', 'applied'],
    );
    const after = await ringfleet.administrator.devices(prefix);
    expect(after.filter((device) => !isMoved(device))).toEqual(before.filter((device) => !isMoved(device)));
    expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
  });
});
