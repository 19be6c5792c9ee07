// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Nothing here ever reaches inventory.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@ringfleet/contracts';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { accepted, beginUpload, csvOf, ended, events, HEADER, upload, view } from './support/import-client.js';

const MAX_BYTES = 300_000;
let service: TestService;

beforeAll(async () => {
  service = await startTestService(files, { settings: { RINGFLEET_FILES_MAX_BYTES: String(MAX_BYTES) } });
});

afterAll(() => service.stop());

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of service.ports.objects.list('')) keys.push(key);
  return keys;
}

const latin1 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'latin1'));
const post = (body: unknown, headers: Record<string, string> = {}) => service.request('/api/v1/imports', { method: 'POST', body, headers });

describe('an upload that can be told to be bad', () => {
  afterEach(async () => {
    expect(await stored()).toEqual([]);
    expect((await service.request<{ items: unknown[] }>('/api/v1/imports')).body.items).toEqual([]);
  });

  it('is refused empty (IMP-14)', async () => {
    expect(await upload(service, '')).toMatchObject({ status: 400, body: { code: 'empty_file' } });
  });

  it('is refused one byte above the limit (IMP-14)', async () => {
    const refused = await upload(service, new Uint8Array(MAX_BYTES + 1).fill(0x61));
    expect(refused).toMatchObject({ status: 413, body: { code: 'file_too_large', maxBytes: MAX_BYTES } });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  });

  it('is answered while the client still sends what is far above the limit', async () => {
    expect(await upload(service, new Uint8Array(MAX_BYTES * 1.9).fill(0x61))).toMatchObject({ status: 413, body: { code: 'file_too_large' } });
  });

  it.each([
    ['a PNG named .csv', latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['a PDF', latin1('%PDF-1.7\n')],
    ['bytes that are nothing', latin1('\x01\x02\x03\x04\x05\x06\x07\x08'.repeat(1_000))],
  ])('is refused as %s (IMP-01, IMP-14)', async (_, content) => {
    expect(await upload(service, content)).toMatchObject({ status: 415, body: { code: 'not_a_spreadsheet' } });
  });

  it('is refused without a file, with two, and as anything but a form', async () => {
    const none = new FormData();
    none.set('columnMap', '{}');
    expect(await post(none)).toMatchObject({ status: 400, body: { code: 'file_missing' } });
    const two = new FormData();
    two.append('file', new Blob([csvOf(['a'])]), 'a.csv');
    two.append('file', new Blob([csvOf(['b'])]), 'b.csv');
    expect(await post(two)).toMatchObject({ status: 400, body: { code: 'unexpected_part' } });
    expect(await post({ file: 'x' })).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    expect(await post(undefined)).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } });
    expect(
      await post('--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\ncut', { 'content-type': 'multipart/form-data; boundary=x' }),
    ).toMatchObject({
      status: 400,
      body: { code: 'bad_multipart' },
    });
  });

  it.each(['nonsense', '[]', '{"Phone":"Colour"}', '{"Phone":3}'])('is refused with the column map %s', async (columnMap) => {
    expect(await upload(service, csvOf(['a']), { fields: { columnMap } })).toMatchObject({ status: 400, body: { code: 'bad_column_map' } });
  });

  it('is refused as a dry run, which is not built yet', async () => {
    expect(await upload(service, csvOf(['a']), { fields: { dryRun: 'true' } })).toMatchObject({ status: 501, body: { code: 'not_supported' } });
    expect(await upload(service, csvOf(['a']), { fields: { dryRun: 'perhaps' } })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('is refused to a customer’s user and to nobody in particular (DIR-02a)', async () => {
    const customerId = '01990000-0000-7000-8000-000000000009';
    expect(await upload(service, csvOf(['a']), { as: { role: 'customer-user', customerId } })).toMatchObject({ status: 403, body: { code: 'not_permitted' } });
    expect(await upload(service, csvOf(['a']), { as: null })).toMatchObject({ status: 401, body: { code: 'token_required' } });
  });

  it('leaves nothing behind when the connection breaks', async () => {
    const socket = await beginUpload(service, {});
    socket.destroy();
    // Another upload on the same service is served as ever.
    expect(await upload(service, '')).toMatchObject({ status: 400 });
  });
});

describe('a file that turns out to be bad when it is read', () => {
  it.each([
    ['a header only', `${HEADER}\n`, 'header_only'],
    ['a header and rows of blanks', `${HEADER}\n , ,\n,,,\n`, 'header_only'],
    ['blank lines only', '\n\n \n', 'empty_file'],
    ['a mandatory column missing', 'Action,Name,Device model\nAdd,a,b', 'missing_column'],
    ['a mandatory column doubled', `${HEADER},Device ID\nAdd,a,b,c,d`, 'doubled_column'],
    ['NUL bytes', `${HEADER}\nAdd,a\0b,c,d`, 'nul_bytes'],
    ['a quote that never closes', `${HEADER}\nAdd,"a,c,d\nAdd,b,c,d`, 'unterminated_quote'],
  ])('fails for %s, with its code, and nothing is sent (IMP-14)', async (_, content, code) => {
    const id = await accepted(service, content);
    expect(await ended(service, id)).toMatchObject({
      state: 'failed',
      problem: { code, message: expect.any(String) },
      counts: { rows: 0, applied: 0, unchanged: 0, rejected: 0, notReached: 0 },
      finishedAt: expect.any(String),
    });
    const said = await events(service, id);
    expect(said.map(({ event }) => event.event.case)).toEqual(['accepted', 'failed']);
    expect(said.at(-1)?.event.event).toMatchObject({ value: { code } });
    expect(await service.records(topics.importRows)).toEqual([]);
  });

  it('has no error list and no rows', async () => {
    const id = await accepted(service, `${HEADER}\n`);
    await ended(service, id);
    expect(await service.request(`/api/v1/imports/${id}/errors`)).toMatchObject({ status: 409, body: { code: 'no_rows' } });
    expect((await service.request(`/api/v1/imports/${id}/rows`)).body).toMatchObject({ items: [], nextCursor: null, total: { value: 0 } });
    expect(await view(service, id)).toMatchObject({ progress: null });
  });
});
