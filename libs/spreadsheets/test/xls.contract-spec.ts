import { readRows, refusalOf } from './support/read-rows.js';
import { compoundFile, f64, label, record, smallCompoundFile, u16, u32, xlsOf } from './support/xls-builder.js';

type Row = readonly [number, ...string[]];
const short = async (globals: Buffer[], cells: Buffer[]): Promise<Row[]> =>
  (await readRows(xlsOf(globals, cells))).map(({ row, cells: texts }) => [row, ...texts]);

const xf = (format: number): Buffer => record(0xe0, u16(0, format, 0));
const number = (row: number, column: number, style: number, value: number): Buffer => record(0x203, u16(row, column, style), f64(value));
const rk = (value: number, hundredths = false): Buffer => u32((value << 2) | 2 | (hundredths ? 1 : 0));

/** A table of shared strings. */
const sst = (...texts: string[]): Buffer =>
  record(0xfc, u32(texts.length), u32(texts.length), ...texts.map((text) => Buffer.concat([u16(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')])));

describe('values (IMP-01)', () => {
  it('are texts: shared, in the cell, rich, compressed, with runs and phonetics', async () => {
    const table = record(
      0xfc,
      u32(4),
      u32(4),
      u16(2),
      [0],
      Buffer.from('ab'),
      u16(1),
      [1],
      Buffer.from('é', 'utf16le'),
      u16(2),
      [8],
      u16(1),
      Buffer.from('cd'),
      u16(0, 0),
      u16(1),
      [4],
      u32(4),
      Buffer.from('e'),
      u32(0),
    );
    const cells = [0, 1, 2, 3].map((index) => record(0xfd, u16(0, index, 0), u32(index)));
    const rich = record(0xd6, u16(0, 5, 0, 3), [0], Buffer.from('xyz'), u16(1, 0, 0));
    expect(await short([table], [...cells, label(0, 4, 'in a cell ☎'), rich])).toEqual([[1, 'ab', 'é', 'cd', 'e', 'in a cell ☎', 'xyz']]);
  });

  it('are texts that go on in CONTINUE records, where one byte a character may become two', async () => {
    const start = record(0xfc, u32(2), u32(2), u16(4), [0], Buffer.from('ab'));
    const middle = record(0x3c, [1], Buffer.from('é☎', 'utf16le'), u16(3), [1], Buffer.from('x', 'utf16le'));
    const end = record(0x3c, [0], Buffer.from('yz'));
    expect(await short([start, middle, end], [record(0xfd, u16(0, 0, 0), u32(0)), record(0xfd, u16(0, 1, 0), u32(1))])).toEqual([[1, 'abé☎', 'xyz']]);
  });

  it('are numbers in four packings; those whose digits are lost are marked', async () => {
    const packed = record(0xbd, u16(1, 0), u16(0), rk(7), u16(0), rk(-250, true), u16(1), rk(45322), u16(2));
    const rows = await readRows(
      xlsOf(
        [xf(0), xf(14), xf(11)],
        [number(0, 0, 0, 112233445566), number(0, 1, 2, 1e10), number(0, 2, 0, 1234567890123456), record(0x27e, u16(0, 3, 0), rk(42)), packed],
      ),
    );
    expect(rows).toEqual([
      { row: 1, cells: ['112233445566', '10000000000', '1234567890123456', '42'], inexact: [1, 2] },
      { row: 2, cells: ['7', '-2.5', '2024-01-31'] },
    ]);
  });

  it('are dates, of the 1904 system too, in formats of their own', async () => {
    const format = record(0x41e, u16(164, 10), [0], Buffer.from('yyyy-mm-dd'));
    expect(await short([format, xf(164)], [number(0, 0, 0, 45322.5)])).toEqual([[1, '2024-01-31 12:00:00']]);
    expect(await short([record(0x22, u16(1)), xf(14)], [number(0, 0, 0, 43860)])).toEqual([[1, '2024-01-31']]);
  });

  it('are booleans, errors and what formulas last gave', async () => {
    const formula = (column: number, ...result: number[]): Buffer => record(0x06, u16(0, column, 0), result, u16(0xffff), Buffer.alloc(8));
    const cells = [
      record(0x205, u16(0, 0, 0), [1, 0]),
      record(0x205, u16(0, 1, 0), [0x2a, 1]),
      formula(2, 0, 0, 0, 0, 0, 0),
      record(0x4bc, [0]), // a shared formula may stand between
      record(0x207, u16(2), [0], Buffer.from('ab')),
      formula(3, 1, 0, 1, 0, 0, 0),
      formula(4, 2, 0, 7, 0, 0, 0),
      formula(5, 3, 0, 0, 0, 0, 0),
      record(0x06, u16(0, 6, 0), f64(3), Buffer.alloc(8)),
      formula(7, 0, 0, 0, 0, 0, 0),
      record(0x207, u16(4), [0], Buffer.from('lo')),
      record(0x3c, [1], Buffer.from('ng', 'utf16le')),
    ];
    expect(await short([], cells)).toEqual([[1, 'TRUE', '#N/A', 'ab', 'TRUE', '#DIV/0!', '', '3', 'long']]);
  });
});

describe('rows', () => {
  it('are numbered by their place; cells written out of order are sorted', async () => {
    expect(await short([], [label(4, 1, 'late'), label(0, 0, 'a'), label(2, 3, 'b'), label(0, 2, 'c'), label(0, 0, 'again')])).toEqual([
      [1, 'again', '', 'c'],
      [3, '', '', '', 'b'],
      [5, '', 'late'],
    ]);
  });

  it('of charts inside the sheet are passed over', async () => {
    const chart = [record(0x809, u16(0x600, 0x20, 0, 0), u32(0), u32(0)), label(0, 0, 'chart'), record(0x0a)];
    expect(await short([], [label(0, 0, 'a'), ...chart, label(1, 0, 'b')])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('of a workbook larger than 7 MB is read', async () => {
    const many = Array.from({ length: 60_000 }, (_, row) => label(row, 0, `a long description of the phone in row ${row}`.padEnd(60, '.')));
    expect(await readRows(xlsOf([], many))).toHaveLength(60_000);
  });

  it('of a workbook so small that it lies in the small sectors are read', async () => {
    expect(await readRows(xlsOf([], [label(0, 0, 'x')], smallCompoundFile))).toEqual([{ row: 1, cells: ['x'] }]);
  });
});

describe('damage', () => {
  const whole = xlsOf(
    [sst('a', 'b')],
    Array.from({ length: 300 }, (_, row) => label(row, 0, `text ${row}`)),
  );

  it('by cutting off is told at any place', async () => {
    for (let part = 1; part < 20; part++)
      expect(['truncated_file', 'damaged_file']).toContain(await refusalOf(whole.subarray(0, Math.floor((whole.length * part) / 20))));
  });

  it('of any byte is a refusal or other data, never a crash or a hang', async () => {
    for (let at = 8; at < 4096; at += 7) {
      const copy = Buffer.from(whole);
      copy[at] = (copy[at] ?? 0) ^ 0xff;
      await readRows(copy).catch((error: unknown) => expect(error).toMatchObject({ name: 'BadSpreadsheet' }));
    }
  });

  it('by chains that bite their tails', async () => {
    const copy = Buffer.from(whole);
    copy.writeUInt32LE(10, 512 + 10 * 4);
    expect(await refusalOf(copy)).toBe('damaged_file');
  });

  it('by a shared string that is not there', async () => {
    expect(await refusalOf(xlsOf([sst('a')], [record(0xfd, u16(0, 0, 0), u32(1))]))).toBe('damaged_file');
  });

  it('by no sheet at all', async () => {
    expect(await refusalOf(compoundFile('Workbook', Buffer.concat([record(0x809, u16(0x600, 5, 0, 0), u32(0), u32(0)), record(0x0a)])))).toBe('missing_part');
  });
});
