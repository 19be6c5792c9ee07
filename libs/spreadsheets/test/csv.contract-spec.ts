import { guard, unguard } from '../src/index.js';
import { readCells, readRows, refusalOf } from './support/read-rows.js';

const csv = (text: string): Buffer => Buffer.from(text, 'utf8');
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('encodings (IMP-01)', () => {
  const expected = [
    ['Name', 'Site'],
    ['café', 'Zürich – Süd'],
  ];
  const text = 'Name,Site\r\ncafé,Zürich – Süd\r\n';
  it.each([
    ['UTF-8', csv(text)],
    ['UTF-8 with a byte order mark', csv(`\uFEFF${text}`)],
    ['UTF-16 little endian', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 big endian', utf16be(`\uFEFF${text}`)],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['big-endian UTF-16 without a mark', utf16be(text)],
    ['Windows-1252', Buffer.from('Name,Site\r\ncaf\xe9,Z\xfcrich \x96 S\xfcd\r\n', 'latin1')],
  ])('reads %s', async (_, bytes) => expect(await readCells(bytes)).toEqual(expected));

  it('reads Windows-1252 whose first accent comes late, and a sequence cut by the end of a chunk', async () => {
    const filler = 'a,b\n'.repeat(65_535);
    expect((await readCells(Buffer.from(`${filler}ab,x\xe9`, 'latin1'))).at(-1)).toEqual(['ab', 'xé']);
    expect((await readCells(csv(`${filler}xxx€,y`))).at(-1)).toEqual(['xxx€', 'y']);
  });

  it.each([
    ['a UTF-8 file with a broken sequence', Buffer.concat([csv('Name\ncafé\n'), Buffer.from([0x61, 0xff])])],
    ['a declared UTF-8 file with a Windows-1252 byte', Buffer.concat([csv('\uFEFFName\n'), Buffer.from([0xe9])])],
    ['bytes that Windows-1252 does not have', Buffer.concat([csv('Name\n'), Buffer.from([0x81, 0x41])])],
    ['a UTF-8 file cut inside a sequence', Buffer.concat([csv('Name\ncafé\n'), Buffer.from([0xc3])])],
  ])('refuses %s', async (_, bytes) => expect(await refusalOf(bytes)).toBe('invalid_encoding'));

  it('refuses NUL bytes, in UTF-16 too', async () => {
    expect(await refusalOf(csv('Name,Site\na\0b,c\nthis is more text\n'))).toBe('nul_bytes');
    expect(await refusalOf(Buffer.from('\uFEFFName\na\0b', 'utf16le'))).toBe('nul_bytes');
  });

  it('reads a lone surrogate of UTF-16 as U+FFFD', async () => {
    expect(await readCells(Buffer.from('\uFEFFName\na\ud800b', 'utf16le'))).toEqual([['Name'], ['a\ufffdb']]);
  });
});

describe('delimiters (IMP-01)', () => {
  it.each([',', ';', '\t', '|'])('finds %j', async (delimiter) => {
    expect(await readCells(csv(`Action${delimiter}Name\nAdd${delimiter}"a${delimiter}b"\n`))).toEqual([
      ['Action', 'Name'],
      ['Add', `a${delimiter}b`],
    ]);
  });

  it('is told by known headers rather than by how many cells there are', async () => {
    const hint = (cells: string[]): number => cells.filter((cell) => cell === 'Name' || cell === 'Site, room, rack').length;
    expect((await readRows(csv('Name;Site, room, rack\nx;y\n'), {}, hint)).map(({ cells }) => cells)).toEqual([
      ['Name', 'Site, room, rack'],
      ['x', 'y'],
    ]);
  });

  it('is looked for in the first row that is not empty', async () => {
    expect(await readRows(csv('\n;;;\nName;Site\n'))).toEqual([{ row: 3, cells: ['Name', 'Site'] }]);
  });

  it.each(['sep=;\r\n', '"sep=;"\n', '\uFEFFsep=;\r\n'])('is taken from %j, which is a row of its own', async (line) => {
    expect(await readRows(csv(`${line}Name;Site, room\r\n`))).toEqual([{ row: 2, cells: ['Name', 'Site, room'] }]);
  });
});

describe('rows (IMP-05)', () => {
  it('are numbered as a spreadsheet program does: empty ones counted, quoted line breaks not', async () => {
    expect(await readRows(csv('Name,Text\r\n\r\na,"1\r\n2\r\n\r\n3"\r\n , ,\r\n\u00a0\r\nb,x\r\n'))).toEqual([
      { row: 1, cells: ['Name', 'Text'] },
      { row: 3, cells: ['a', '1\r\n2\r\n\r\n3'] },
      { row: 6, cells: ['b', 'x'] },
    ]);
  });

  it('end at LF, CRLF or CR, mixed as well, and at the end of the file', async () => {
    expect((await readRows(csv('a\nb\r\nc\rd\r\re'))).map(({ row, cells }) => [row, ...cells])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
      [6, 'e'],
    ]);
  });

  it('may have quotes in the middle of a cell, doubled quotes, and more or fewer cells than the header', async () => {
    expect(await readCells(csv('a,b,c\n19" rack,"say ""hi""",,,x\n""\n"a"b,c\nd\n'))).toEqual([
      ['a', 'b', 'c'],
      ['19" rack', 'say "hi"', '', '', 'x'],
      ['"a"b', 'c'],
      ['d'],
    ]);
  });

  it('with an unterminated quote are an error that names the row, even if a later quote closes it', async () => {
    const read = (text: string): Promise<unknown> => readRows(csv(text)).catch((error: unknown) => error);
    expect(await read('a,b\n1,2\n"3,4\n5,6\n')).toMatchObject({ code: 'unterminated_quote', message: expect.stringContaining('row 3') });
    expect(await read('a,b\n"1,2\n3,4\n"5",6\n')).toMatchObject({ code: 'unterminated_quote', message: expect.stringContaining('row 2') });
  });
});

describe('limits', () => {
  it('lets a cell of 1 MB and one of 2 MiB pass as data, and refuses longer ones', async () => {
    expect((await readCells(csv(`Name\n${'x'.repeat(2 * 1024 * 1024)}\n`)))[1]?.[0]).toHaveLength(2 * 1024 * 1024);
    expect(await refusalOf(csv(`Name\n${'x'.repeat(2 * 1024 * 1024 + 1)}\n`))).toBe('cell_too_long');
  });

  it('refuses a million columns, filled or empty', async () => {
    expect(await refusalOf(csv('x,'.repeat(1_000_000)))).toBe('too_many_columns');
    expect(await refusalOf(csv(`Name\n${','.repeat(3_000_000)}x`))).toBe('too_many_columns');
  });

  it('refuses too many rows, too long a row and too large a file', async () => {
    expect(await refusalOf(csv('a\nb\nc\n'), { rows: 2 })).toBe('too_many_rows');
    expect(await refusalOf(csv(`a,b\n"${'x\n'.repeat(5_000_000)}`))).toBe('row_too_long');
    expect(await refusalOf(csv('abcd'), { fileBytes: 3 })).toBe('too_large_file');
  });
});

describe('the formula guard (EXP-02)', () => {
  it.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])('is taken off %j, once', async (cell) => {
    expect(guard(cell)).toBe(`'${cell}`);
    expect(unguard(`'${cell}`)).toBe(cell);
    expect(await readCells(csv(`Name,"'${cell}"\n`))).toEqual([['Name', cell]]);
  });

  it('leaves other apostrophes alone', () => {
    expect(unguard("'t Hooft")).toBe("'t Hooft");
    expect(guard("'t Hooft")).toBe("'t Hooft");
  });

  it('gives back a text that looked guarded', () => expect(unguard(guard("'=1"))).toBe("'=1"));
});

it.each(['<html><table>', '<?xml version="1.0"?><Workbook>', '\uFEFF <!DOCTYPE html>'])('refuses %j as not a spreadsheet', async (text) => {
  expect(await refusalOf(csv(text))).toBe('not_a_spreadsheet');
});
