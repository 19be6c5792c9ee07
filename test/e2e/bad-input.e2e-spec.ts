// Real: the program as built; files that are broken, hostile or merely odd.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api, Content } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, HEADER, macOf, phones } from '../support/sheets.js';
import type { ImportView, Page, Problem, RowView } from '../support/views.js';
import { HEADER_CELLS, macroWorkbookOf, rowXml, SHEET_HEAD, sheetXml, STRINGS_HEAD, xlsxOf } from '../support/workbooks.js';
import { endlessEntry } from '../support/zip-file.js';

const FIXTURES = join(import.meta.dirname, '../fixtures/spreadsheets');
const MIB = 1024 * 1024;
const SHEET = 'xl/worksheets/sheet1.xml';
const STRINGS = 'xl/sharedStrings.xml';

let ringfleet: Deployment;
let administrator: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
});

afterAll(() => ringfleet.close());

const fixture = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(join(FIXTURES, name)));
const bytesOf = (...parts: readonly (string | Buffer)[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
const good = csvOf(phones(3, 'bad', 60));
const goodSheet = sheetXml(rowXml(HEADER_CELLS), rowXml(['Add', 'bad-sheet', 'Cisco 6821', macOf(61, 1)]));
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

interface Bad {
  readonly what: string;
  readonly name?: string;
  readonly content: () => Content;
  /** What may be answered at upload, or be the problem of the failed import. */
  readonly code: string;
}

const BAD: readonly Bad[] = [
  { what: 'an empty file', content: () => '', code: 'empty_file' },
  { what: 'blanks and empty lines', content: () => '\n \n\u00a0,,\n', code: 'empty_file' },
  { what: 'a header alone', content: () => `${HEADER}\n`, code: 'header_only' },
  { what: 'a header alone in a workbook', name: 'a.xlsx', content: () => xlsxOf({ [SHEET]: sheetXml(rowXml(HEADER_CELLS)) }), code: 'header_only' },
  { what: 'an empty workbook', name: 'a.xlsx', content: () => xlsxOf({}), code: 'empty_file' },
  { what: 'a missing mandatory column', content: () => 'Action,Name,MAC address\nAdd,x,y', code: 'missing_column' },
  { what: 'a doubled mandatory column', content: () => 'Action,Name,Device ID,Device model,MAC address\nAdd,x,x,y,z', code: 'doubled_column' },
  { what: 'a PNG named .csv', content: () => bytesOf(PNG, Buffer.alloc(5_000, 7)), code: 'not_a_spreadsheet' },
  { what: 'an .ods', name: 'a.ods', content: () => fixture('programs/libreoffice.ods'), code: 'not_a_spreadsheet' },
  { what: 'a binary workbook', name: 'a.xlsb', content: () => fixture('programs/sheetjs.xlsb'), code: 'not_a_spreadsheet' },
  { what: 'an encrypted xlsx', name: 'a.xlsx', content: () => fixture('programs/encrypted.xlsx'), code: 'encrypted_workbook' },
  { what: 'an encrypted xls', name: 'a.xls', content: () => fixture('programs/encrypted.xls'), code: 'encrypted_workbook' },
  { what: 'a truncated zip', name: 'a.xlsx', content: () => fixture('openpyxl-7.xlsx').subarray(0, 9_000), code: 'truncated_file' },
  { what: 'a truncated xls', name: 'a.xls', content: () => fixture('lo-xls-7.xls').subarray(0, 20_000), code: 'truncated_file' },
  { what: 'NUL bytes', content: () => `${good}\nAdd,nul\0,Cisco 6821,${macOf(60, 9)}`, code: 'nul_bytes' },
  {
    what: 'invalid UTF-8 behind a BOM',
    content: () => bytesOf(Buffer.from('efbbbf', 'hex'), good, '\nAdd,', Buffer.from('c328', 'hex')),
    code: 'invalid_encoding',
  },
  { what: 'a quote that never ends', content: () => `${good}\nAdd,"open,Cisco 6821,x\n`, code: 'unterminated_quote' },
  { what: 'a sheet that names a missing part', name: 'a.xlsx', content: () => xlsxOf({ [SHEET]: null }), code: 'missing_part' },
  {
    what: 'external entities',
    name: 'a.xlsx',
    content: () =>
      xlsxOf({ [SHEET]: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${sheetXml(rowXml(HEADER_CELLS), rowXml(['Add', '&x;', 'y', 'z']))}` }),
    code: 'external_entities',
  },
  { what: 'XML that is none', name: 'a.xlsx', content: () => xlsxOf({ [SHEET]: `${SHEET_HEAD}<row><c></row>` }), code: 'bad_xml' },
  { what: 'a million columns in a csv', content: () => `${HEADER}${',x'.repeat(1_000_000)}\n`, code: 'too_many_columns' },
  {
    what: 'a million columns in a workbook',
    name: 'a.xlsx',
    content: () => xlsxOf({ [SHEET]: sheetXml(rowXml(Array.from({ length: 1_000_000 }, () => '1'))) }),
    code: 'too_many_columns',
  },
  {
    what: 'a cell far to the right',
    name: 'a.xlsx',
    content: () => xlsxOf({ [SHEET]: sheetXml('<row><c r="ZZZZZZZ1"><v>1</v></c></row>') }),
    code: 'too_many_columns',
  },
  {
    what: 'a sheet of 10 GiB',
    name: 'a.xlsx',
    content: () =>
      xlsxOf({ [SHEET]: endlessEntry(SHEET, { head: SHEET_HEAD + rowXml(HEADER_CELLS), filler: rowXml(['Add', 'bomb', 'Cisco 6821', '']), gibibytes: 10 }) }),
    code: 'too_large_inflated',
  },
  {
    what: 'shared strings of 1 GiB',
    name: 'a.xlsx',
    content: () =>
      xlsxOf({
        [STRINGS]: endlessEntry(STRINGS, { head: STRINGS_HEAD, filler: '<si><t>bomb</t></si>', gibibytes: 1 }),
        [SHEET]: sheetXml('<row><c t="s"><v>0</v></c></row>'),
      }),
    code: 'too_large_inflated',
  },
  { what: 'one byte more than 100 MiB', content: () => bytesOf(`${good}\n`, Buffer.alloc(100 * MIB + 1 - good.length - 1, '\n')), code: 'file_too_large' },
];

/** How a bad file ended: refused at upload with a 4xx, or as a failed import. */
async function endOf(content: Content, name: string): Promise<{ code: string | undefined; view?: ImportView }> {
  const { status, body } = await administrator.upload<{ id: string } & Partial<Problem>>(content, { name });
  if (status !== 202) {
    expect([status >= 400 && status < 500, status]).toEqual([true, status]);
    return { code: body.code };
  }
  const view = await administrator.ended(body.id);
  return { code: view.problem?.code, view };
}

const countDevices = async (): Promise<number> => (await administrator.get<Page<unknown>>('/api/v1/devices?limit=1')).total.value;

describe('a bad file (IMP-14)', () => {
  it.each(BAD)('ends in a clear problem and changes nothing: $what', async ({ name = 'phones.csv', content, code }) => {
    const file = content();
    const [devices, began] = [await countDevices(), performance.now()];
    const end = await endOf(file, name);
    expect(end.code).toBe(code);
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await countDevices()).toBe(devices);
    if (end.view) {
      expect(end.view).toMatchObject({ state: 'failed', counts: { rows: 0, applied: 0, unchanged: 0, rejected: 0, notReached: 0 } });
      expect(end.view.problem?.message.length).toBeGreaterThan(20);
      expect(await administrator.all(`/api/v1/imports/${end.view.id}/rows`)).toEqual([]);
    }
  });

  it('is told to who sent it, in the bell (IMP-08)', async () => {
    const { view } = await endOf('Action,Name\nAdd,x', 'phones.csv');
    const [told] = await administrator.all('/api/v1/notifications');
    expect(told).toMatchObject({ kind: 'import_failed', data: { importId: view?.id, counts: null, problem: { code: 'missing_column' } } });
  });

  it('leaves the process with the memory of every other day, and at work', async () => {
    expect(ringfleet.peakMb?.() ?? 0).toBeLessThan(700);
    expect((await administrator.import(csvOf(phones(2, 'after-all', 62)))).counts.applied).toBe(2);
  });
});

describe('an upload that is none', () => {
  const post = (init: RequestInit): Promise<unknown> => administrator.request('/api/v1/imports', { method: 'POST', ...init });

  it('is refused with words that help', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await post({ body: '{}', headers: json })).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    expect(await post({})).toMatchObject({ status: 415 });
    const form = new FormData();
    form.set('datei', new Blob([good]), 'phones.csv');
    expect(await post({ body: form })).toMatchObject({ status: 400, body: { code: 'unexpected_part' } });
    const fields = new FormData();
    fields.set('dryRun', 'false');
    expect(await post({ body: fields })).toMatchObject({ status: 400, body: { code: 'file_missing' } });
    const cut = '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nAction,Name';
    expect(await post({ body: cut, headers: { 'content-type': 'multipart/form-data; boundary=x' } })).toMatchObject({
      status: 400,
      body: { code: 'bad_multipart' },
    });
  });
});

describe('an odd file', () => {
  it.each([
    ['an xls named .xlsx', 'a.xlsx', 'programs/libreoffice.xls', 'xls'],
    ['an xlsx named .csv', 'a.csv', 'programs/libreoffice.xlsx', 'xlsx'],
    ['a csv named .xls', 'a.xls', 'programs/libreoffice-utf16.csv', 'csv'],
  ])('is read as what it is: %s (IMP-01)', async (_, name, file, format) => {
    const { counts, ...imported } = await administrator.import(fixture(file), { name });
    expect(imported).toMatchObject({ state: 'completed', format });
    expect(counts.rows).toBeGreaterThan(3);
  });

  it('with macros is read as data (IMP-14)', async () => {
    const file = macroWorkbookOf(goodSheet);
    expect(await administrator.import(file, { name: 'a.xlsm' })).toMatchObject({ state: 'completed', counts: { rows: 1, applied: 1 } });
  });

  it('may hold a cell of 1 MB, a name of 65 characters and formulas as text: that is data, or a reason of the row (IMP-05)', async () => {
    const rows = [
      { name: 'odd-1', mac: macOf(63, 1), description: 'x'.repeat(1_000_000) },
      { name: 'y'.repeat(65), mac: macOf(63, 2) },
      { name: '=1+1', mac: macOf(63, 3), description: '=HYPERLINK("http://example.org")' },
      { name: 'z'.repeat(1_000_000), mac: macOf(63, 4) },
      { name: 'odd-5', mac: 'm'.repeat(1_000_000) },
    ];
    const { id, counts } = await administrator.import(csvOf(rows));
    const views = await administrator.all<RowView>(`/api/v1/imports/${id}/rows`);
    expect(views.map(({ outcome, reasons }) => [outcome, ...reasons.map(({ code }) => code)])).toEqual([
      ['rejected', 'value_too_long'],
      ['rejected', 'value_too_long'],
      ['applied'],
      ['rejected', 'value_too_long'],
      ['rejected', 'bad_mac'],
    ]);
    expect(counts.rejected).toBe(4);
    expect(JSON.stringify(views).length).toBeLessThan(10_000); // not megabytes of what was wrong
    expect((await administrator.devices('=1+1'))[0]).toMatchObject({ name: '=1+1', description: '=HYPERLINK("http://example.org")' });
    expect((await administrator.download(`/api/v1/imports/${id}/errors?format=xlsx`)).length).toBeGreaterThan(1_000);
  });

  it('may hold halves of surrogate pairs', async () => {
    const lone = csvOf([{ name: 'lone-\ud800', mac: macOf(64, 1), description: 'half \udc00' }]);
    const utf16 = bytesOf(Buffer.from('fffe', 'hex'), Buffer.from(lone, 'utf16le'));
    const sheet = sheetXml(rowXml(HEADER_CELLS), rowXml(['Add', 'lone-_xD801_', 'Cisco 6821', macOf(64, 2), '_xDC00_']));
    for (const content of [utf16, xlsxOf({ [SHEET]: sheet })]) {
      const { id, state, counts } = await administrator.import(content);
      expect([state, counts.rows, counts.applied + counts.rejected]).toEqual(['completed', 1, 1]);
      expect(await administrator.all(`/api/v1/imports/${id}/rows`)).toHaveLength(1);
    }
  });
});
