import { readRows, refusalOf } from './support/read-rows.js';
import { relation, relations, sheetXml, stringsXml, stylesXml, textRow, workbookParts, workbookXml, xlsxOf, zipOf } from './support/xlsx-builder.js';

type Row = readonly [number, ...string[]];
const short = async (bytes: Promise<Buffer>): Promise<Row[]> => (await readRows(await bytes)).map(({ row, cells }) => [row, ...cells]);
const cells = async (...rest: Parameters<typeof xlsxOf>): Promise<readonly string[]> => (await readRows(await xlsxOf(...rest)))[0]?.cells ?? [];

describe('text (IMP-01)', () => {
  const strings = stringsXml(
    '<si><t>plain</t></si><si/><si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> and plain</t></r></si>' +
      '<si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si><si><t></t></si><si><t xml:space="preserve">  blanks  </t></si><si><t>last</t></si>',
  );
  const row =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c><c r="F1" t="s"><v>5</v></c><c r="G1" t="s"><v>6</v></c></row>';
  const expected = ['plain', '', 'bold and plain', '東京', '', '  blanks  ', 'last'];

  it('comes from shared strings: empty ones counted, all runs, no phonetics, blanks kept', async () => {
    expect(await cells(row, { 'xl/sharedStrings.xml': strings })).toEqual(expected);
  });

  it('comes from shared strings that stand before the sheet in the zip', async () => {
    const { 'xl/sharedStrings.xml': _, ...rest } = workbookParts(row);
    expect(await short(zipOf({ 'xl/sharedStrings.xml': strings, ...rest }))).toEqual([[1, ...expected]]);
  });

  it('comes inline, in runs too', async () => {
    expect(
      await cells('<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><r><t>b</t></r><rPh><t>x</t></rPh><r><t>c</t></r></is></c></row>'),
    ).toEqual(['a', 'bc']);
  });

  it('may be escaped: _x000D_, _x005F_, character references, CDATA, comments inside', async () => {
    expect(
      await cells(textRow('a_x000D_b', '_x005F_x000D_', '&lt;&amp;&#233;&#x1F600;', '<![CDATA[<x> & y]]>', 'a<!-- no -->b<?p i?>c', '_xD83D__xDE00_')),
    ).toEqual(['a\rb', '_x000D_', '<&é😀', '<x> & y', 'abc', '😀']);
  });

  it('with lone surrogates, NUL or control characters is data', async () => {
    expect(await cells(textRow('a_xD800_b', 'a&#xD800;b', 'a_x0000_b', 'a\u0001b'))).toEqual(['a\ufffdb', 'a&#xD800;b', 'a\ufffdb', 'a\u0001b']);
  });

  it('of 1 MB is data; beyond the limit it is refused, wherever it stands', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    expect((await cells(textRow(megabyte)))[0]).toBe(megabyte);
    const long = megabyte.repeat(3);
    expect(await refusalOf(await xlsxOf(textRow(long)))).toBe('cell_too_long');
    expect(await refusalOf(await xlsxOf(row, { 'xl/sharedStrings.xml': stringsXml(`<si><t>${long}</t></si>`) }))).toBe('cell_too_long');
    expect(await refusalOf(await xlsxOf(`<row><c t="str"><v>${long}</v></c></row>`))).toBe('cell_too_long');
  });
});

describe('values (IMP-01)', () => {
  const styles = stylesXml([0, 14, 22, 11, 48, 164, 165, 166, 167, 168, 45], {
    164: '0.0##E+00',
    165: 'yyyy"."mm"."dd',
    166: '000000',
    167: '[h]:mm',
    168: '"Hours: "0;[Red]-0',
  });
  const value = async (inner: string, extra: Record<string, string> = {}): Promise<[string | undefined, boolean]> => {
    const [row] = await readRows(await xlsxOf(`<row>${inner}<c t="str"><v>end</v></c></row>`, { 'xl/styles.xml': styles, ...extra }));
    return [row?.cells[0], row?.inexact === undefined];
  };

  it.each([
    ['112233445566', 0, '112233445566'],
    ['123456789012345', 0, '123456789012345'],
    ['-7', 0, '-7'],
    ['42.0', 0, '42'],
    ['0.1', 0, '0.1'],
    ['0.10000000000000001', 0, '0.1'],
    ['7.0000000000000007E-2', 0, '0.07'],
    ['42', 7, '000042'],
    ['7', 9, '7'],
  ])('reads the number %s (style %i) as %s', async (stored, style, text) => expect(await value(`<c s="${style}"><v>${stored}</v></c>`)).toEqual([text, true]));

  it.each([
    ['1E10', 0],
    ['10000000000', 3],
    ['10000000000', 4],
    ['10000000000', 5],
    ['1234567890123456', 0],
    ['1.2345678901234567E+25', 0],
    ['0.30000000000000004', 0],
    ['nonsense', 0],
    ['99999999', 1],
  ])('marks the number %s (style %i) as not to be read digit for digit', async (stored, style) =>
    expect(await value(`<c s="${style}"><v>${stored}</v></c>`)).toEqual([stored, false]),
  );

  it.each([
    ['45322', 1, '2024-01-31'],
    ['45322', 6, '2024-01-31'],
    ['45322.430902777778', 2, '2024-01-31 10:20:30'],
    ['45322.999999', 2, '2024-02-01'],
    ['1', 1, '1900-01-01'],
    ['59', 1, '1900-02-28'],
    ['60', 1, '1900-02-29'],
    ['61', 1, '1900-03-01'],
    ['0.5', 8, '12:00:00'],
    ['0.25', 10, '06:00:00'],
  ])('shows the date %s (style %i) as %s', async (stored, style, text) => expect(await value(`<c s="${style}"><v>${stored}</v></c>`)).toEqual([text, true]));

  it('shows dates of a workbook that counts from 1904, and dates stored as text', async () => {
    const workbook = workbookXml('<workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>');
    expect(await value('<c s="1"><v>43860</v></c>', { 'xl/workbook.xml': workbook })).toEqual(['2024-01-31', true]);
    expect(await value('<c t="d"><v>2024-01-31T10:20:30.000Z</v></c>')).toEqual(['2024-01-31 10:20:30', true]);
  });

  it.each([
    ['<c t="b"><v>1</v></c>', 'TRUE'],
    ['<c t="b"><v>0</v></c>', 'FALSE'],
    ['<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['<c t="str"><f>"a"&amp;"b"</f><v>ab</v></c>', 'ab'],
    ['<c><f>1+2</f><v>3</v></c>', '3'],
    ['<c t="b"><f>TRUE()</f><v>1</v></c>', 'TRUE'],
    ['<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!'],
    ['<c><f>1+2</f></c>', ''],
    ['<c t="inlineStr"><is><t>=1+1</t></is></c>', '=1+1'],
  ])('reads %s as %j', async (inner, text) => expect(await value(inner)).toEqual([text, true]));
});

describe('rows and cells', () => {
  it('are numbered by their references; rows of blanks count and are left out (IMP-05)', async () => {
    const sheet =
      '<row r="2"><c r="B2" t="str"><v>x</v></c></row><row r="3" hidden="1"><c r="AA3" t="str"><v>y</v></c></row><row r="5"><c r="A5" t="str"><v> \u00a0</v></c><c r="B5" s="1"/></row><row r="9"><c t="str"><v>z</v></c></row>';
    expect(await short(xlsxOf(sheet))).toEqual([
      [2, '', 'x'],
      [3, ...Array<string>(26).fill(''), 'y'],
      [9, 'z'],
    ]);
  });

  it('are counted where references are missing', async () => {
    expect(
      await short(xlsxOf(`${textRow('a', 'b')}<row/>${textRow('c')}<row r="7"><c r="C7" t="str"><v>d</v></c><c t="str"><v>e</v></c></row>${textRow('f')}`)),
    ).toEqual([
      [1, 'a', 'b'],
      [3, 'c'],
      [7, '', '', 'd', 'e'],
      [8, 'f'],
    ]);
  });

  it('out of order, or a shared string that is not there, are damage', async () => {
    expect(await refusalOf(await xlsxOf('<row r="2"><c><v>1</v></c></row><row r="2"/>'))).toBe('damaged_file');
    expect(await refusalOf(await xlsxOf('<row><c t="s"><v>5</v></c></row>', { 'xl/sharedStrings.xml': stringsXml('<si/>') }))).toBe('damaged_file');
  });
});

describe('any legal package', () => {
  const plain: Row[] = [[1, 'a', 'b']];
  const row = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>';
  const strings = stringsXml('<si><t>a</t></si><si><t>b</t></si>');
  const prefixed = (xml: string): string => xml.replace(/<(\/?)(?=\w)(?!\?)/g, '<$1x:').replace('xmlns="', 'xmlns:x="');

  it.each([
    ['compressed', {}],
    ['stored', { compress: false }],
    ['with data descriptors', { dataDescriptors: true }],
    ['stored with data descriptors', { compress: false, dataDescriptors: true }],
  ])('%s', async (_, choices) => expect(await short(xlsxOf(row, { 'xl/sharedStrings.xml': strings }, choices))).toEqual(plain));

  it('with parts in any order', async () => {
    const parts = workbookParts(row, { 'xl/sharedStrings.xml': strings });
    expect(await short(zipOf(Object.fromEntries(Object.entries(parts).toReversed())))).toEqual(plain);
  });

  it('with a namespace prefix', async () => {
    expect(
      await short(
        xlsxOf('', {
          'xl/worksheets/sheet1.xml': prefixed(sheetXml(row)),
          'xl/sharedStrings.xml': prefixed(strings),
          'xl/workbook.xml': prefixed(workbookXml()),
        }),
      ),
    ).toEqual(plain);
  });

  it('in the strict namespace', async () => {
    const strict = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
    const links = relations(relation('rId1', 'worksheet', 'worksheets/sheet1.xml', strict), relation('rId2', 'sharedStrings', 'sharedStrings.xml', strict));
    const main = (xml: string): string =>
      xml.replaceAll(/http:\/\/schemas\.openxmlformats\.org\/spreadsheetml\/2006\/main/g, 'http://purl.oclc.org/ooxml/spreadsheetml/main');
    const parts = {
      '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml', strict)),
      'xl/_rels/workbook.xml.rels': links,
      'xl/sharedStrings.xml': main(strings),
      'xl/worksheets/sheet1.xml': main(sheetXml(row)),
    };
    expect(await short(xlsxOf(row, parts))).toEqual(plain);
  });

  it('with absolute names, other folders, upward paths, odd case and encoded blanks', async () => {
    const parts = {
      '_rels/.rels': relations(relation('rId1', 'officeDocument', '/Book/main.xml')),
      'xl/workbook.xml': '',
      'xl/_rels/workbook.xml.rels': '',
      'xl/worksheets/sheet1.xml': '',
      'book/main.xml': workbookXml(),
      'book/_rels/main.xml.rels': relations(relation('rId1', 'worksheet', './../my%20sheets/./One.xml'), relation('rId2', 'sharedStrings', '/texts.xml')),
      'my sheets/one.xml': sheetXml(row),
      'texts.xml': strings,
    };
    expect(await short(xlsxOf('', parts))).toEqual(plain);
  });

  it.each(['utf-16le', 'utf-16be', 'with a mark', 'latin 1'])('with XML in %s', async (encoding) => {
    const xml = sheetXml(textRow('é'));
    const le = Buffer.from(`\uFEFF${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le');
    const bytes = {
      'utf-16le': le,
      'utf-16be': Buffer.from(le).swap16(),
      'with a mark': Buffer.from(`\uFEFF${xml}`),
      'latin 1': Buffer.from(xml.replace('UTF-8', 'ISO-8859-1'), 'latin1'),
    }[encoding];
    expect(await short(xlsxOf('', { 'xl/worksheets/sheet1.xml': bytes ?? '' }))).toEqual([[1, 'é']]);
  });

  it('whose first sheet in workbook order is neither the first part nor rId1; charts are passed over', async () => {
    const parts = {
      'xl/workbook.xml': workbookXml(
        '<sheets><sheet name="Chart" sheetId="1" r:id="c"/><sheet name="Devices" sheetId="7" r:id="rId9"/><sheet name="Other" sheetId="2" r:id="rId1"/></sheets>',
      ),
      'xl/_rels/workbook.xml.rels': relations(
        relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
        relation('c', 'chartsheet', 'charts/1.xml'),
        relation('rId9', 'worksheet', 'worksheets/sheet2.xml'),
      ),
      'xl/worksheets/sheet2.xml': sheetXml(textRow('this one')),
    };
    expect(await short(xlsxOf(textRow('not this one'), parts))).toEqual([[1, 'this one']]);
  });

  it('with a macro project is read as data (IMP-14)', async () => {
    expect(await short(xlsxOf(textRow('x'), { 'xl/vbaProject.bin': 'MACRO' }))).toEqual([[1, 'x']]);
  });
});
