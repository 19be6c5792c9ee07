import { readdir, readFile } from 'node:fs/promises';
import { bytesAsSource, readSpreadsheet, type SheetRow } from '../src/index.js';

// Files as other programs wrote them, read through the worker. The same little sheet each time, so far as the program can write it.
const FIXTURES = new URL('../../../test/fixtures/spreadsheets/', import.meta.url);

const read = async (name: string): Promise<{ format: string; rows: SheetRow[] }> => {
  const { format, batches } = readSpreadsheet(bytesAsSource(await readFile(new URL(name, FIXTURES))));
  const rows: SheetRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return { format: await format, rows };
};

const HEADER: SheetRow = { row: 1, cells: ['Action', 'Name', 'Device model', 'MAC address', 'Inventory ID', 'Description'] };
const TEXTS: SheetRow = { row: 3, cells: ['Add', 'café ☎ 😀', 'Yealink SIP-T21P E2', '112233445566', '42.5', 'line 1\nline 2'] };
const HIDDEN: SheetRow = { row: 4, cells: ['Add', '  padded  ', 'x', '10000000000', '0.1', '=1+1'], inexact: [3] };
const TYPED: SheetRow = { row: 5, cells: ['TRUE', '2024-01-31', '2024-01-31 10:20:30', '000042', '1234567890123456', 'ab'], inexact: [4] };
const RESULTS: SheetRow = { row: 6, cells: ['#DIV/0!', '3', 'bold and plain', '0.25', '-5', 'FALSE'] };
const LAST: SheetRow = { row: 8, cells: ['Remove', '_x000D_ & <tag>'] };

const withCell = (row: SheetRow, column: number, text: string): SheetRow => ({ ...row, cells: row.cells.with(column, text) });
const ALL = [HEADER, TEXTS, HIDDEN, TYPED, RESULTS, LAST];
const WITHOUT_RESULTS = { row: 5, cells: TYPED.cells.slice(0, 5), inexact: [4] };
const UNESCAPED = withCell(LAST, 1, '\r & <tag>'); // openpyxl does not escape the escape

describe('files of other programs (IMP-01)', () => {
  it.each<[string, string, SheetRow[]]>([
    ['xlsxwriter.xlsx', 'xlsx', ALL],
    ['xlsxwriter-constant-memory.xlsx', 'xlsx', ALL],
    ['xlsxwriter-1904.xlsx', 'xlsx', ALL],
    ['openpyxl.xlsx', 'xlsx', [HEADER, TEXTS, HIDDEN, WITHOUT_RESULTS, withCell(RESULTS, 1, ''), UNESCAPED]],
    ['libreoffice.xlsx', 'xlsx', [HEADER, TEXTS, HIDDEN, withCell(TYPED, 4, '1234567890123460'), RESULTS, LAST]],
    ['libreoffice.xls', 'xls', [HEADER, TEXTS, HIDDEN, TYPED, RESULTS, UNESCAPED]],
    ['libreoffice-1904.xls', 'xls', [HEADER, TEXTS, HIDDEN, withCell(TYPED, 5, '0'), RESULTS, LAST]], // it did not work the formula out
    ['xlwt.xls', 'xls', [HEADER, TEXTS, HIDDEN, WITHOUT_RESULTS, withCell(withCell(RESULTS, 0, ''), 1, ''), LAST]],
    ['sheetjs-biff5.xls', 'xls', [HEADER, withCell(TEXTS, 1, 'caf_ _ __'), HIDDEN, withCell(TYPED, 5, '0'), RESULTS, LAST]], // it writes ASCII
  ])('%s', async (name, format, rows) => expect(await read(`programs/${name}`)).toEqual({ format, rows }));

  it.each(['utf8', 'utf16', 'cp1252'])('libreoffice-%s.csv, as it shows the cells', async (encoding) => {
    const { rows } = await read(`programs/libreoffice-${encoding}.csv`);
    expect(rows.map(({ row }) => row)).toEqual([1, 3, 4, 5, 6, 8]);
    expect(rows[1]).toEqual(encoding === 'cp1252' ? withCell(TEXTS, 1, 'café ? ?') : TEXTS);
  });

  it.each([
    ['encrypted.xlsx', 'encrypted_workbook'],
    ['encrypted.xls', 'encrypted_workbook'],
    ['libreoffice.ods', 'not_a_spreadsheet'],
    ['libreoffice.html', 'not_a_spreadsheet'],
    ['sheetjs.xlsb', 'not_a_spreadsheet'],
  ])('%s is refused: %s', async (name, code) => expect(read(`programs/${name}`)).rejects.toMatchObject({ name: 'BadSpreadsheet', code }));
});

interface Expected {
  readonly file: string;
  readonly rows: number;
  readonly rejected: readonly { readonly name: string; readonly index: number }[];
}

describe('the device lists given with the issue', () => {
  it('have as many rows as they should, each with its name in its place', async () => {
    const names = (await readdir(FIXTURES)).filter((name) => name.endsWith('.expected.json'));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const expected: Expected = JSON.parse(await readFile(new URL(name, FIXTURES), 'utf8'));
      const [header, ...rows] = (await read(expected.file)).rows;
      const nameColumn = header?.cells.indexOf('Name') ?? -1;
      expect([expected.file, rows.length]).toEqual([expected.file, expected.rows]);
      for (const { name: wanted, index } of expected.rejected) expect(rows[index]?.cells[nameColumn] ?? '').toBe(wanted);
    }
  });
});
