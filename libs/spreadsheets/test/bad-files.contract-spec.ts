import { sniff } from '../src/index.js';
import { readRows, refusalOf } from './support/read-rows.js';
import { compoundFile, label, record, xlsOf } from './support/xls-builder.js';
import { relation, relations, stringsXml, textRow, workbookParts, workbookXml, xlsxOf, zipOf } from './support/xlsx-builder.js';

const MIB = 1024 * 1024;
const sheet = textRow('Name', 'Site');

/** Overwrites what the zip's directory says of the inflated size of each part. */
const declareSmall = (zip: Buffer): Buffer => {
  const copy = Buffer.from(zip);
  for (let at = copy.indexOf('PK\x01\x02'); at >= 0; at = copy.indexOf('PK\x01\x02', at + 4)) copy.writeUInt32LE(100, at + 24);
  return copy;
};

describe('a file that is no spreadsheet (IMP-14)', () => {
  it.each([
    ['png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['pdf', Buffer.from('%PDF-1.7\n%âãÏÓ')],
    ['gzip', Buffer.from('1f8b0800000000000003', 'hex')],
    ['jpeg', Buffer.from('ffd8ffe000104a464946', 'hex')],
    ['program', Buffer.from('7f454c4602010100000000000000000003003e0001000000', 'hex')],
  ])('is told by its first bytes: %s', async (_, bytes) => {
    expect(sniff(bytes)).toBe('other');
    expect(await refusalOf(bytes)).toBe('not_a_spreadsheet');
  });

  it.each([
    ['zip', Buffer.from('504b0304', 'hex')],
    ['cfb', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['text', Buffer.from('Action;Name\nAdd;\xe9\n', 'latin1')],
    ['text', Buffer.from('Action,Name\nAdd,x', 'utf16le')],
    ['text', Buffer.from('')],
  ])('is not mistaken: %s', (kind, bytes) => expect(sniff(bytes)).toBe(kind));

  it('may be a zip of something else', async () => {
    expect(await refusalOf(await zipOf({ 'a.txt': 'x' }))).toBe('not_a_spreadsheet');
    expect(
      await refusalOf(await zipOf({ '_rels/.rels': relations(relation('rId1', 'officeDocument', 'word/document.xml')), 'word/document.xml': '<document/>' })),
    ).toBe('not_a_spreadsheet');
    await expect(readRows(await zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet' }))).rejects.toThrow('OpenDocument');
  });

  it('may be a compound file of something else', async () => {
    expect(await refusalOf(compoundFile('WordDocument', Buffer.alloc(5000)))).toBe('not_a_spreadsheet');
  });
});

describe('an encrypted workbook', () => {
  it('is told in both formats', async () => {
    expect(await refusalOf(compoundFile('EncryptedPackage', Buffer.alloc(5000)))).toBe('encrypted_workbook');
    expect(await refusalOf(xlsOf([record(0x2f, [1, 0])], [label(0, 0, 'x')]))).toBe('encrypted_workbook');
  });
});

describe('a broken file', () => {
  it('that is empty', async () => expect(await refusalOf(Buffer.alloc(0))).toBe('empty_file'));

  it('cut off at any place is refused, never read in part', async () => {
    const whole = await xlsxOf(Array.from({ length: 200 }, (_, index) => textRow(`a${index}`, 'b')).join(''));
    for (let part = 1; part < 20; part++) expect(await refusalOf(whole.subarray(0, Math.floor((whole.length * part) / 20)))).toBe('truncated_file');
  });

  it('with flipped bytes in the sheet is damaged', async () => {
    const whole = await xlsxOf(textRow('aaaa', 'bbbb'), {}, { compress: false });
    whole.write('zzzz', whole.indexOf('aaaa'));
    expect(await refusalOf(whole)).toBe('damaged_file');
    const packed = await xlsxOf(Array.from({ length: 200 }, (_, index) => textRow(`a${index}`)).join(''));
    packed.fill(0xff, packed.indexOf('sheet1.xml') + 40, packed.indexOf('sheet1.xml') + 60);
    expect(await refusalOf(packed)).toBe('damaged_file');
  });

  it('whose sheet names a missing part', async () => {
    expect(await refusalOf(await xlsxOf('', { 'xl/worksheets/sheet1.xml': '' }))).toBe('missing_part');
    expect(await refusalOf(await xlsxOf(sheet, { 'xl/_rels/workbook.xml.rels': relations() }))).toBe('missing_part');
    expect(await refusalOf(await xlsxOf(sheet, { 'xl/workbook.xml': workbookXml('<sheets/>') }))).toBe('missing_part');
    expect(await refusalOf(await xlsxOf('<row><c t="s"><v>0</v></c></row>'))).toBe('missing_part');
  });

  it.each(['<row><c>', '<row></c></row>', '<row><c t=s/></row>', '<row>&nbsp;</row>', '<row><c t="inlineStr"><is><t>a & b</t></is></c></row>'])(
    'with bad XML: %s',
    async (inner) => {
      expect(await refusalOf(await xlsxOf(inner))).toBe('bad_xml');
    },
  );

  it('nested without end', async () => expect(await refusalOf(await xlsxOf('<a>'.repeat(100_000)))).toBe('bad_xml'));
});

describe('a hostile file', () => {
  it.each(['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '<!DOCTYPE a [<!ENTITY x "aaaa">]>', '<!DOCTYPE worksheet>'])(
    'with a document type: %s',
    async (doctype) => {
      const xml = `<?xml version="1.0"?>${doctype}<worksheet><sheetData>${textRow('&x;')}</sheetData></worksheet>`;
      expect(await refusalOf(await xlsxOf('', { 'xl/worksheets/sheet1.xml': xml }))).toBe('external_entities');
      expect(await refusalOf(await xlsxOf(sheet, { 'xl/workbook.xml': `${doctype}${workbookXml()}` }))).toBe('external_entities');
    },
  );

  const bomb = (size: number): Buffer => Buffer.alloc(size, '<row><c t="inlineStr"><is><t>aaaaaaaaaaaaaaaaaaaaaaaa</t></is></c></row>');

  it('that declares to inflate to more than allowed is refused before it is unpacked', async () => {
    const zip = await xlsxOf(sheet);
    const at = zip.indexOf('PK\x01\x02', zip.lastIndexOf('sheet1.xml') - 60);
    zip.writeUInt32LE(0xf0000000, at + 24);
    expect(await refusalOf(zip)).toBe('too_large_inflated');
  });

  it('that inflates to more than it declares is refused where it passes the ratio, or the limit', async () => {
    const rows = declareSmall(await xlsxOf('', { 'xl/worksheets/sheet1.xml': Buffer.concat([Buffer.from('<worksheet><sheetData>'), bomb(40 * MIB)]) }));
    expect(rows.length).toBeLessThan(MIB);
    expect(await refusalOf(rows)).toBe('too_large_inflated');
    expect(await refusalOf(rows, { inflateRatio: 1e9, partBytes: 20 * MIB })).toBe('too_large_inflated');
    expect(await refusalOf(rows, { inflateRatio: 1e9, inflatedBytes: 20 * MIB })).toBe('too_large_inflated');
  });

  it('with a bomb of shared strings', async () => {
    const strings = Buffer.concat([Buffer.from('<sst>'), Buffer.alloc(40 * MIB, '<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>')]);
    const zip = declareSmall(await xlsxOf('<row><c t="s"><v>0</v></c></row>', { 'xl/sharedStrings.xml': strings }));
    expect(await refusalOf(zip)).toBe('too_large_inflated');
    expect(await refusalOf(zip, { inflateRatio: 1e9, sharedStringsBytes: 20 * MIB })).toBe('too_large_inflated');
  });

  it('where one long shared string stands in very many cells', async () => {
    const row = `<row>${'<c t="s"><v>0</v></c>'.repeat(7)}</row>`;
    const zip = await xlsxOf(row.repeat(2000), { 'xl/sharedStrings.xml': stringsXml(`<si><t>${'x'.repeat(MIB)}</t></si>`) });
    expect(await refusalOf(zip)).toBe('too_large_inflated');
  });

  it('with a text, a comment or a tag that never ends', async () => {
    const endless = (start: string, filler: string): Promise<Buffer> =>
      xlsxOf('', { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row>${start}${filler.repeat((20 * MIB) / filler.length)}` });
    expect(await refusalOf(await endless('<!--', 'comment '), { inflateRatio: 1e9 })).toBe('cell_too_long');
    expect(await refusalOf(await endless('<c ', 'a="123456789012345678901234567890" '), { inflateRatio: 1e9 })).toBe('bad_xml');
    expect(await refusalOf(await endless('', 'text text '), { inflateRatio: 1e9 })).toBe('cell_too_long');
  });

  it('with a million columns, rows without end, parts without end', async () => {
    expect(await refusalOf(await xlsxOf(`<row>${'<c><v>1</v></c>'.repeat(1_000_000)}</row>`))).toBe('too_many_columns');
    expect(await refusalOf(await xlsxOf('<row r="1"><c r="ZZZZZZZZ1"><v>1</v></c></row>'))).toBe('too_many_columns');
    expect(await refusalOf(await xlsxOf('<row r="1048577"><c><v>1</v></c></row>'))).toBe('too_many_rows');
    const parts = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`media/${index}`, 'x']));
    expect(await refusalOf(await zipOf({ ...workbookParts(sheet), ...parts }), { parts: 50 })).toBe('too_many_parts');
  });
});
