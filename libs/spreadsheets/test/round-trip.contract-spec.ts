import { read as readOther, utils } from '@e965/xlsx';
import ExcelJs from 'exceljs';
import fc from 'fast-check';
import { buffer } from 'node:stream/consumers';
import { inSets, writeCsv, writeXls, writeXlsx } from '../src/index.js';
import { readRows } from './support/read-rows.js';

const rowsAsync = async function* (rows: readonly string[][]): AsyncGenerator<string[][]> {
  for (let at = 0; at < rows.length; at += 2) yield rows.slice(at, at + 2);
};

// Texts that files trip over, and any text at all; neither a NUL nor half a surrogate pair, which are no text.
const tricky = fc.constantFrom(
  '=1+1',
  "'=x",
  "''-1",
  '+49',
  '-',
  '@a',
  '\tx',
  '\rx',
  ' a ',
  '"',
  '""',
  'a"b',
  'a,b',
  'a;b',
  'a\nb',
  'a\r\nb',
  '_x000D_',
  '_x005F_x0041_',
  '<&>',
  ']]>',
  '\u0001\u000b',
  '\ufffe',
  '\u0085',
  '\u00a0',
  '0012',
  '1E10',
  'é😀',
);
const cell = fc.oneof(tricky, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary', maxLength: 20 })).map((text) => text.replaceAll('\0', ''));
const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { maxLength: 12 });

/** What a reader should give: rows with content, by number, trailing empty cells off. */
const expected = (rows: readonly string[][]): { row: number; cells: string[] }[] =>
  rows.flatMap((cells, index) => {
    const end = cells.findLastIndex((text) => text !== '') + 1;
    return cells.some((text) => /[^\s\u200b\u2060]/.test(text)) ? [{ row: index + 1, cells: cells.slice(0, end) }] : [];
  });

it('gives back from csv what was written, formulas disarmed in between (EXP-02)', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const bytes = await buffer(writeCsv(rowsAsync([['Name', 'Text'], ...rows])));
      expect(await readRows(bytes)).toEqual(expected([['Name', 'Text'], ...rows]));
    }),
  );
});

it('gives back from xlsx what was written, as text', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const bytes = await buffer(writeXlsx(rowsAsync([['Name', 'Text'], ...rows])));
      expect(await readRows(bytes)).toEqual(expected([['Name', 'Text'], ...rows]));
    }),
  );
});

it('gives back from xls what was written, as text', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const bytes = await buffer(writeXls(rowsAsync([['Name', 'Text'], ...rows])));
      expect(await readRows(bytes)).toEqual(expected([['Name', 'Text'], ...rows]));
    }),
  );
});

it('gives back from xls texts of any length, torn over as many records as they take, in a file of many parts', async () => {
  const long = (letter: string, at: number): string => `${at} ${letter.repeat((at * 997) % 20_000)}`;
  const rows = Array.from({ length: 700 }, (_, at) => [`row ${at}`, long('a', at), long('ż', at)]);
  const bytes = await buffer(writeXls(rowsAsync([['Name', 'Text', 'Wide'], ...rows])));
  expect(bytes.length).toBeGreaterThan(7_500_000); // beyond that the table of parts has a table
  expect(await readRows(bytes)).toEqual(expected([['Name', 'Text', 'Wide'], ...rows]));
});

it('writes xlsx that another program reads, on further sheets where one is full', async () => {
  const rows = [
    ['Name', 'Text'],
    ['=1+1', ' <&> "é😀" '],
    ['two\nlines', ''],
    ['', 'last'],
  ];
  const book = new ExcelJs.Workbook();
  const bytes = new Uint8Array(await buffer(writeXlsx(rowsAsync(rows), { sheetName: 'R&D', sheetRows: 3 })));
  await book.xlsx.load(bytes.buffer);
  const cells = book.worksheets.map((sheet) => ({
    name: sheet.name,
    rows: sheet
      .getSheetValues()
      .slice(1)
      .map((row) => (row as unknown[]).slice(1)),
  }));
  expect(cells).toEqual([
    { name: 'R&D', rows: [['Name', 'Text'], ['=1+1', ' <&> "é😀" '], ['two\nlines']] },
    {
      name: 'R&D 2',
      rows: [
        ['Name', 'Text'],
        [undefined, 'last'],
      ],
    },
  ]);
  expect(book.worksheets[0]?.getCell('A2').type).toBe(ExcelJs.ValueType.String);
});

it('writes xls that another program reads, on further sheets where one is full (EXP-02)', async () => {
  const rows = [
    ['Name', 'Text'],
    ['=1+1', ' <&> "é😀" '],
    ['two\nlines', ''],
    ['', 'last'],
  ];
  const book = readOther(await buffer(writeXls(rowsAsync(rows), { sheetName: 'R&D', sheetRows: 3 })));
  expect(book.SheetNames.map((name) => [name, utils.sheet_to_json(book.Sheets[name] ?? {}, { header: 1 })])).toEqual([
    ['R&D', [['Name', 'Text'], ['=1+1', ' <&> "é😀" '], ['two\nlines']]],
    [
      'R&D 2',
      [
        ['Name', 'Text'],
        [undefined, 'last'],
      ],
    ],
  ]);
  expect(book.Sheets['R&D']?.['A2']).toMatchObject({ t: 's', v: '=1+1' });
});

it('writes csv as Excel wants it: byte order mark, CRLF, quotes where needed (EXP-02)', async () => {
  const bytes = await buffer(writeCsv(rowsAsync([['a', 'b;c', '=1'], ['d"e', '', ' f'], ['']])));
  expect(bytes.toString('utf8')).toBe('\uFEFFa,"b;c",\'=1\r\n"d""e",," f"\r\n""\r\n');
});

it.each([writeCsv, writeXls, writeXlsx])('passes a failure of the rows on: %p', async (write) => {
  const failing = async function* (): AsyncGenerator<string[]> {
    yield ['a'];
    throw new Error('the database is away');
  };
  await expect(buffer(write(inSets(failing())))).rejects.toThrow('the database is away');
});

it.each([writeCsv, writeXlsx])('takes no more rows than somebody reads: %p', async (write) => {
  let taken = 0;
  const endless = async function* (): AsyncGenerator<string[]> {
    for (;;) {
      taken++;
      yield [`${taken}`, `${Math.sin(taken)}`, `${Math.cos(taken)}`];
    }
  };
  const stream = write(inSets(endless()));
  for (let chunk = 0; chunk < 3; chunk++) await new Promise((resolve) => stream.once('readable', () => resolve(stream.read())));
  const before = taken;
  stream.destroy();
  expect(before).toBeLessThan(50_000);
});
