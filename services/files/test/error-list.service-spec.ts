// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bytesAsSource, readSpreadsheet } from '@ringfleet/spreadsheets';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { accepted, csvOf, ended, HEADER, names, view } from './support/import-client.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { StandInLists } from './support/stand-in-lists.js';

let service: TestService;
let inventory: StandInInventory;

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: new StandInLists().routes } });
  inventory = await StandInInventory.start(service.ports.eventLog);
});

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

async function download(path: string): Promise<{ status: number; headers: Headers; bytes: Uint8Array<ArrayBuffer> }> {
  const response = await fetch(`${service.url}${path}`, { headers: { authorization: `Bearer ${await service.tokenFor()}` } });
  return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
}

async function rowsOf(bytes: Uint8Array): Promise<(readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for await (const batch of readSpreadsheet(bytesAsSource(bytes)).batches) rows.push(...batch.map(({ cells }) => cells));
  return rows;
}

const errorsOf = async (id: string, format: string): Promise<(readonly string[])[]> =>
  rowsOf((await download(`/api/v1/imports/${id}/errors?format=${format}`)).bytes);

async function imported(content: string | Uint8Array<ArrayBuffer>, name = 'phones.csv'): Promise<string> {
  const id = await accepted(service, content, { name });
  await ended(service, id);
  return id;
}

const REASONS = ['MAC address; Site', 'This is no MAC address.; There is no such site.'];

describe.each(['csv', 'xlsx'])('the error list as %s', (format) => {
  it('has each rejected row once, as written and in its columns’ order, and why (IMP-08)', async () => {
    const id = await imported('MAC address;Notes;Action;Name;Device model\n xyz ;"a;""b""\nc";Add;bad-1;Cisco 6821\n;;Add;fine;x\n\n=1+1;-;Add;bad-2');
    expect(await errorsOf(id, format)).toEqual([
      ['MAC address', 'Notes', 'Action', 'Name', 'Device model', 'Row', 'Rejected columns', 'Reasons'],
      [' xyz ', 'a;"b"\nc', 'Add', 'bad-1', 'Cisco 6821', '2', ...REASONS],
      ['=1+1', '-', 'Add', 'bad-2', '', '5', ...REASONS],
    ]);
  });

  it('mended is a file to import; an error list of it has the three columns once (IMP-08)', async () => {
    const first = await imported(csvOf(['bad-1', 'fine', 'bad-2']));
    const list = await download(`/api/v1/imports/${first}/errors?format=${format}`);
    const second = await imported(list.bytes, `errors.${format}`);
    expect(await view(service, second)).toMatchObject({ state: 'completed', format, ignoredColumns: [], counts: { rows: 2, rejected: 2 } });
    expect(await errorsOf(second, format)).toEqual([
      [...HEADER.split(','), 'Row', 'Rejected columns', 'Reasons'],
      ['Add', 'bad-1', 'Cisco 6821', '000000000000', '2', ...REASONS],
      ['Add', 'bad-2', 'Cisco 6821', '000000000002', '3', ...REASONS],
    ]);
  });

  it('has no secret, and says so (IMP-02)', async () => {
    const id = await imported(`${HEADER},ASCII/AES key\nAdd,bad-1,m,x,hunter2\nAdd,bad-2,m,x,`);
    expect(await view(service, id)).toMatchObject({ ignoredColumns: [] });
    const [, with1, without] = await errorsOf(id, format);
    expect(with1?.slice(4)).toEqual(['', '2', REASONS[0], `${REASONS[1] ?? ''}; ASCII/AES key: secret, left out here`]);
    expect(without?.at(-1)).toBe(REASONS[1]);
  });

  it('has all of many rows, and a header alone where none was rejected', async () => {
    const many = await imported(csvOf(names(3_000).map((name, index) => (index % 2 === 0 ? name : `bad-${name}`))));
    expect((await errorsOf(many, format)).map((cells) => cells[1])).toEqual([
      'Name',
      ...Array.from({ length: 1_500 }, (_, index) => `bad-phone-${index * 2 + 1}`),
    ]);
    expect(await errorsOf(await imported(csvOf(['fine'])), format)).toHaveLength(1);
  });
});

describe('a download', () => {
  it('is named after the file, whatever that is called', async () => {
    const id = await imported(csvOf(['bad']), 'Büro 1.CSV');
    const { status, headers } = await download(`/api/v1/imports/${id}/errors?format=csv`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain("filename*=UTF-8''B%C3%BCro%201-errors.csv");
  });

  it('guards in csv what a spreadsheet would run (EXP-02)', async () => {
    const id = await imported(`${HEADER}\nAdd,bad-1,'=cmd(),'+1`);
    const text = Buffer.from((await download(`/api/v1/imports/${id}/errors?format=csv`)).bytes).toString('utf8');
    expect(text).toContain(`Add,bad-1,'=cmd(),'+1,2,`);
  });

  it('is not there in another format, nor before the import has ended', async () => {
    const id = await imported(csvOf(['bad']));
    expect(await service.request(`/api/v1/imports/${id}/errors?format=pdf`)).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    inventory.answering({ hold: true });
    const held = await accepted(service, csvOf(['x']));
    await inventory.until((heard) => heard.some(({ importId }) => importId === held));
    expect(await service.request(`/api/v1/imports/${held}/errors`)).toMatchObject({ status: 409, body: { code: 'import_under_way' } });
    await inventory.release();
    await ended(service, held);
  });
});
