// Real: the service over HTTP, PostgreSQL and the event log. The tokens are signed by the harness.
import { directory } from '@ringfleet/directory';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';

interface View {
  readonly id: string;
}
interface Problem {
  readonly code: string;
}

const SOMEBODYS = '019aa5a0-0000-7000-8000-000000000002';
const FORM = 'application/x-www-form-urlencoded';
const DEEP = `{"name":${'['.repeat(40_000)}${']'.repeat(40_000)}}`;

let service: TestService;
let customer: View;

beforeAll(async () => {
  service = await startTestService(directory);
  customer = (await service.request<View>('/api/v1/customers', { method: 'POST', body: { name: 'Quay Hotel' } })).body;
});

afterAll(() => service.stop());

interface Sent {
  readonly method: 'PATCH';
  readonly type: string;
  readonly body: NonNullable<RequestInit['body']>;
}

async function answerTo(path: string, sent?: Sent): Promise<readonly [number, string]> {
  const headers = { authorization: `Bearer ${await service.tokenFor()}`, ...(sent && { 'content-type': sent.type }) };
  const response = await fetch(`${service.url}${path}`, { method: sent?.method ?? 'GET', headers, body: sent?.body ?? null });
  return [response.status, ((await response.json()) as Problem).code];
}

describe('a body', () => {
  it.each([
    ['a form', FORM, 'name=Changed', [415, 'unsupported_media_type']],
    ['XML', 'application/xml', '<name>Changed</name>', [415, 'unsupported_media_type']],
    ['JSON that is called text', 'text/plain', '{"name":"Changed"}', [415, 'unsupported_media_type']],
    ['not UTF-8', 'application/json', Buffer.from('{"name":"\xff"}', 'latin1'), [400, 'bad_request']],
    ['nested 40,000 deep', 'application/json', DEEP, [400, 'bad_request']],
  ] as const)('that is %s changes nothing and is refused', async (_, type, body, refusal) => {
    const path = `/api/v1/customers/${customer.id}`;
    expect(await answerTo(path, { method: 'PATCH', type, body })).toEqual(refusal);
    expect((await service.request(path)).body).toMatchObject({ name: 'Quay Hotel', version: 1 });
  });

  it('may be absent where all of it may be left out', async () => {
    expect((await service.request(`/api/v1/customers/${customer.id}`, { method: 'PATCH', headers: { 'if-match': '*' } })).status).toBe(200);
  });
});

describe('a user', () => {
  it.each(['\ud800', 'ann', 'ann@', 'ann@example.com\0'])('has no address such as %j', async (email) => {
    const user = { name: 'ben', role: 'customer-admin', customerId: customer.id, email };
    const { status, body } = await service.request('/api/v1/users', { method: 'POST', body: user });
    expect([status, body]).toMatchObject([400, { code: 'validation_failed', errors: [{ code: 'is_email', field: 'email' }] }]);
  });
});

describe('a list', () => {
  it.each(['resellers', 'customers', 'sites', 'accounts', 'users', 'service-keys'])('of %s refuses a cursor with NUL in it', async (list) => {
    const cursor = Buffer.from(JSON.stringify(['a\0b', SOMEBODYS])).toString('base64url');
    expect(await answerTo(`/api/v1/${list}?cursor=${cursor}`)).toEqual([400, 'bad_cursor']);
  });

  it("of users by somebody else is empty, not the caller's own (DIR-03)", async () => {
    const reseller = (await service.request<View>('/api/v1/resellers', { method: 'POST', body: { name: 'Harbour Voice' } })).body;
    await service.request('/api/v1/users', { method: 'POST', body: { name: 'ann', role: 'reseller-admin', resellerId: reseller.id } });
    const as = { role: 'reseller-admin', resellerId: reseller.id } as const;
    const ofReseller = async (id: string): Promise<unknown> => (await service.request(`/api/v1/users?resellerId=${id}`, { as })).body;
    expect(await ofReseller(reseller.id)).toMatchObject({ items: [{ name: 'ann' }], total: { value: 1 } });
    expect(await ofReseller(SOMEBODYS)).toMatchObject({ items: [], total: { value: 0 } });
  });
});

describe('the audit', () => {
  it.each(['2026', '2026-W47', '2026-11-21T08', '0000-01-01', 'yesterday'])('refuses to begin at %s', async (from) => {
    expect(await answerTo(`/api/v1/audit?from=${from}`)).toEqual([400, 'validation_failed']);
  });

  it.each(['0000-01-01T00:00:00.000Z', '-1'])('refuses a cursor of the time %s', async (at) => {
    const cursor = Buffer.from(JSON.stringify([at, SOMEBODYS])).toString('base64url');
    expect(await answerTo(`/api/v1/audit?cursor=${cursor}`)).toEqual([400, 'bad_cursor']);
  });

  it('takes any offset that a time may have', async () => {
    expect((await service.request(`/api/v1/audit?from=${encodeURIComponent('2026-11-21T08:00:00+20:00')}`)).status).toBe(200);
  });
});

describe('a token', () => {
  it.each(['client_id=%00&client_secret=x', 'client_id=\0&client_secret=x'])('is refused to a key with NUL in its id: %j (DIR-10)', async (body) => {
    const response = await fetch(`${service.url}/oauth/token`, { method: 'POST', headers: { 'content-type': FORM }, body });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });
});
