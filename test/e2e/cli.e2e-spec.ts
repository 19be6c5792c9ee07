// Real: the command line and Ringfleet as built, each in a process of its own; files; the event log.
import { topics } from '@ringfleet/contracts';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandLine } from '../support/command-line.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, phones, type SheetRow } from '../support/sheets.js';

const FIXTURES = join(import.meta.dirname, '../fixtures/spreadsheets');
const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/; // 019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f

let ringfleet: Deployment;
let folder: string;

beforeAll(async () => {
  ringfleet = await openDeployment();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-operator-'));
});

afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => ringfleet.close());

const call = (...args: readonly string[]): CommandLine => CommandLine.call(args, { operator: ringfleet.operator, folder });

async function ran(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const called = call(...args);
  const code = await called.ended;
  return { code, out: called.out, err: called.err };
}

function put(name: string, rows: readonly SheetRow[]): string {
  writeFileSync(join(folder, name), csvOf(rows));
  return name;
}

const lines = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trim().split(/\r?\n/); // 'a\r\nb'

describe('ringfleet export', () => {
  it('saves the list as filtered, as the file is called, and says how to filter (EXP-01)', async () => {
    await ran('import', put('to-export.csv', phones(3, 'cli-export', 120)));
    const { code, out, err } = await ran('export', '--filter', 'q=cli-export', '--sort', '-name', '--columns', 'name', 'out.csv');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('3 devices saved in ');
    expect(lines('out.csv').map((line) => line.split(',')[1])).toEqual(['Name', 'cli-export-3', 'cli-export-2', 'cli-export-1']);
    expect((await ran('export', '--filter', 'q=cli-export', 'out.xlsx')).code).toBe(0);
    expect(readFileSync(join(folder, 'out.xlsx')).subarray(0, 2).toString()).toBe('PK');
    expect(await ran('import', 'out.xlsx')).toMatchObject({ code: 0, out: expect.stringContaining('unchanged  3') });
    const unnamed = await ran('export', 'out.ods');
    expect([unnamed.code, unnamed.err]).toEqual([2, expect.stringContaining('neither csv, xls nor xlsx')]);
    const refused = await ran('export', '--filter', 'colour=red', 'red.csv');
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('colour: There is no such column to filter by.') });
    expect(readdirSync(folder).toSorted()).toEqual(['out.csv', 'out.xlsx', 'to-export.csv']);
  });
});

describe('ringfleet import', () => {
  it('ends with 0 and the counts when every row was applied, and when all is there already', async () => {
    const file = put('good.csv', phones(3, 'cli-good', 101));
    const { code, out, err } = await ran('import', file);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/good\.csv: completed after [^]*\n {2}applied {4}3\n {2}unchanged {2}0\n {2}rejected {3}0\n {2}rows {7}3\n$/); // …
    const again = await ran('import', file);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('unchanged  3') });
    expect(again.out).toContain('Note: The same content was imported before');
    expect(readdirSync(folder)).toEqual([file]);
  });

  it('ends with 1 and counts by reason, and saves a list that can be mended and imported (IMP-08)', async () => {
    const [first = {}, second = {}] = phones(2, 'cli-bad', 102);
    const file = put('bad.csv', [
      first,
      { ...second, mac: first.mac ?? '' },
      { ...second, name: 'cli-bad-3', mac: 'nonsense' },
      { ...second, name: 'cli-bad-4', mac: '' },
    ]);
    const { code, out } = await ran('import', file);
    expect(code).toBe(1);
    expect(out).toMatch(/Rejected, by reason:\n {2}bad_mac +1 {2}row 4: .+\n {2}mac_not_unique +1 {2}row 3: .+\n {2}missing_value +1 {2}row 5: .+\n/); // …
    expect(out).toContain(`Rejected rows saved in ${join(folder, 'bad.errors.csv')}\n`);
    const [header = '', ...rejected] = lines('bad.errors.csv');
    expect(header).toMatch(/,Row,Rejected columns,Reasons$/); // 'Action,…,Row,Rejected columns,Reasons'
    expect(rejected).toHaveLength(3);

    writeFileSync(join(folder, 'bad.errors.csv'), [header, rejected[0]?.replace(first.mac ?? '', second.mac ?? ''), rejected[1]].join('\n'));
    const mended = await ran('import', 'bad.errors.csv');
    expect(mended).toMatchObject({ code: 1, out: expect.stringContaining('applied    1') });
    expect(lines('bad.errors-2.csv')).toHaveLength(2);
    expect(lines('bad.errors.csv')).toHaveLength(3);
  });

  it.each(['openpyxl-7.xlsx', 'lo-xls-7.xls'])('saves the error list of %s as xlsx', async (file) => {
    copyFileSync(join(FIXTURES, file), join(folder, file));
    expect((await ran('import', file)).code).toBe(1);
    const list = file.replace(/\.xlsx?$/, '.errors.xlsx'); // 'openpyxl-7.errors.xlsx'
    expect(new Set(readdirSync(folder))).toEqual(new Set([file, list]));
    expect(readFileSync(join(folder, list)).subarray(0, 2).toString()).toBe('PK');
  });

  it('ends with 2 when the file is no import, saying why', async () => {
    writeFileSync(join(folder, 'header.csv'), 'Action,Name\nAdd,x\n');
    const { code, out } = await ran('import', 'header.csv');
    expect({ code, out }).toEqual({ code: 2, out: expect.stringContaining('Nothing was applied. Mend the file and import it again.') });
    expect(out).toMatch(/header\.csv: failed: .+ \(missing_column\)/); // …
    writeFileSync(join(folder, 'empty.csv'), '');
    expect(await ran('import', 'empty.csv')).toMatchObject({ code: 2, err: expect.stringContaining('(400 empty_file)') });
  });

  it("acts with a reseller's key when one is named (DIR-03)", async () => {
    const [row = {}] = phones(1, 'cli-reseller', 103);
    const file = put('theirs.csv', [{ ...row, customer: 'Quay Hotel' }]);
    expect(await ran('import', file, '--reseller', 'North Telecom')).toMatchObject({ code: 1, out: expect.stringContaining('unknown_customer') });
    expect(await ran('import', file, '--reseller', 'harbour voice')).toMatchObject({ code: 0 });
  });

  it('can be left with Ctrl-C: the import goes on, and import-status shows it', async () => {
    const left = call('import', put('long.csv', phones(20_000, 'cli-long', 104)));
    await left.says('Accepted as import');
    left.interrupt();
    expect(await left.ended).toBe(130);
    const id = ID.exec(left.out)?.[0] ?? '';
    expect(left.err).toBe(`\nThe import goes on without this program. See how it stands with: npm run ringfleet -- import-status ${id}\n`);
    let status = await ran('import-status', id);
    while (!status.out.includes('completed')) status = await ran('import-status', id);
    expect(status).toMatchObject({ code: 0, out: expect.stringContaining('applied    20,000') });
  });
});

describe('ringfleet imports', () => {
  it('lists them, and import-status saves the error list on request', async () => {
    const [row = {}] = phones(1, 'cli-listed', 106);
    const id = ID.exec((await ran('import', put('listed.csv', [{ ...row, model: 'Nokia 3310' }]))).out)?.[0] ?? '';
    const { code, out } = await ran('imports', '-n', '1');
    expect(code).toBe(0);
    expect(out.split('\n')[1]).toMatch(new RegExp(`^${id} .+ completed +1 +0 +0 +1 .+ listed\\.csv$`)); // …
    expect(out).toContain('There are older ones');
    expect((await ran('import-status', id, '--save-errors')).out).toContain(`Rejected rows saved in ${join(folder, 'listed.errors-2.csv')}`);
    expect(await ran('import-status', 'nonsense')).toMatchObject({ code: 2, err: 'Ringfleet says no: There is no such import. (404 not_found)\n' });
  });
});

describe('ringfleet events tail', () => {
  it('shows what is there and what comes, decoded, until Ctrl-C (IMP-09)', async () => {
    const [row = {}] = phones(1, 'cli-tail', 107);
    const tail = call('events', 'tail', topics.imports.name, '--from-start', '--json');
    const id = ID.exec((await ran('import', put('tail.csv', [{ ...row, model: 'Nokia 3310' }]))).out)?.[0] ?? '';
    await tail.until(() => ofImport(tail, id).some(({ value }) => 'finished' in value), 'the end of the import');
    tail.interrupt();
    expect(await tail.ended).toBe(0);
    expect(ofImport(tail, id).map(({ headers, value }) => [headers['ce_type'], value.fileName])).toContainEqual(['ringfleet.files.v1.ImportEvent', 'tail.csv']);
    expect(ofImport(tail, id).map(({ value }) => value.rowRejected?.reasons[0]?.code)).toContain('unknown_model');
  });
});

interface TailedEvent {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: { readonly fileName: string; readonly finished?: object; readonly rowRejected?: { readonly reasons: readonly { readonly code: string }[] } };
}

const ofImport = ({ out }: CommandLine, id: string): TailedEvent[] =>
  out
    .slice(0, out.lastIndexOf('\n'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TailedEvent)
    .filter(({ key }) => key === id);

describe('ringfleet dead-letters', () => {
  it('lists what no service could read, with the reason, and sends it again (EVT-04)', async () => {
    const log = await ringfleet.openEventLog();
    const { name: topic } = topics.imports;
    await (await log.producer('cli-e2e')).append([{ topic, key: 'broken', value: new Uint8Array([255]), headers: { ce_id: 'broken' } }]);
    await log.close();
    const listed = async (known: string): Promise<string> => {
      for (;;) {
        const { out } = await ran('dead-letters', 'list', '--topic', topic);
        const id = new RegExp(`^${topic}/\\S+`, 'm').exec(out)?.[0]; // 'files.import.v1/3/120/notifications'
        if (id !== undefined && id !== known) return id;
      }
    };
    const id = await listed('');
    expect(id).toMatch(/\/notifications$/); // the group that hears it
    expect(await ran('dead-letters', 'resend', 'nothing/of/this')).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no dead letter nothing/of/this.'),
    });
    expect(await ran('dead-letters', 'resend', id)).toMatchObject({ code: 0, out: `Sent again: ${id}  key broken\n` });
    await listed(id); // nothing is mended: it comes back, from where it lies now
    expect((await ran('dead-letters', 'list', '--topic', topics.devices.name)).out).toBe(`There are no dead letters of ${topics.devices.name}.\n`);
  });
});
