// Real: profiles with its PostgreSQL, event log and HTTP; curl with its own Basic and Digest. What inventory and directory say is said by the test.
import { topics } from '@ringfleet/contracts';
import { newId, type Page } from '@ringfleet/kernel';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type ClientRequest, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FetchView, PhoneFileView } from '../src/fetches/read-fetches.js';
import { basic as curlBasic, curl, type CurlAnswer, digest as curlDigest } from './support/curl.js';
import { Phones } from './support/phones.js';

const POLY = 'FileTransport PolycomVVX-VVX_450-UA/6.4.3.5156';
const LOGIN = { httpUsername: 'desk', httpPassword: 'pass-canary-5f2a' };
const SECRET_WORDS = ['pass-canary', 'next-canary', 'log-canary'];
const SLOW_PHONES = 12; // two files each
const LOG = 'log-canary: 0101|app1|4|00|booted\n';

let phones: Phones;
let folder: string;

beforeAll(async () => {
  phones = await Phones.start();
  folder = await mkdtemp(join(tmpdir(), 'ringfleet-phone-'));
  await writeFile(join(folder, 'app.log'), LOG);
});
afterAll(async () => {
  await phones.stop();
  await rm(folder, { recursive: true });
});

type Said = Omit<CurlAnswer, 'body'> & { readonly body: string };

async function bring(key: string, name: string, ...options: readonly string[]): Promise<Said> {
  const brought = join(folder, name === 'large.log' ? name : 'app.log');
  const answer = await curl(`${phones.service.url}/p/${key}/${name}`, '-A', POLY, '-T', brought, ...options);
  return { ...answer, body: answer.body.toString() };
}

const basic = (login = `${LOGIN.httpUsername}:${LOGIN.httpPassword}`): string[] => curlBasic(login);
const digest = (login = `${LOGIN.httpUsername}:${LOGIN.httpPassword}`): string[] => curlDigest(login);

/** A device whose phone may bring files. */
async function phone(secrets: object = LOGIN, more: object = {}): Promise<{ readonly id: string; readonly key: string }> {
  const id = await phones.device({ acceptData: true, ...more });
  await phones.change(id, {}, secrets);
  return { id, key: await phones.keyOf(id) };
}

const filesOf = (id: string) => phones.service.request<Page<PhoneFileView>>(`/api/v1/devices/${id}/phone-files`);
const fetchesOf = (id: string) => phones.service.request<Page<FetchView>>(`/api/v1/devices/${id}/fetches`);

async function untilFetched(id: string, count: number): Promise<readonly FetchView[]> {
  for (;;) {
    const { items } = (await fetchesOf(id)).body;
    if (items.length >= count) return items;
  }
}

describe('a phone that brings a file', () => {
  it.each([
    ['Digest', digest()],
    ['Basic', basic()],
  ])('signs in by %s; the file is kept as it came, and the last of each name (PRV-04, PRV-07)', async (_, login) => {
    const { id, key } = await phone();
    expect((await bring(key, '0004f2aabbcc-app.log', ...login)).status).toBe(204);
    expect((await bring(key, '0004f2aabbcc-app.log', ...login)).status).toBe(204);
    const item = { name: '0004f2aabbcc-app.log', size: LOG.length, at: expect.any(String), remoteIp: expect.stringContaining('127.0.0.1'), userAgent: POLY };
    expect((await filesOf(id)).body.items).toEqual([item]);
    const token = await phones.service.tokenFor();
    const response = await fetch(`${phones.service.url}/api/v1/devices/${id}/phone-files/${item.name}`, { headers: { authorization: `Bearer ${token}` } });
    expect([await response.text(), response.headers.get('content-type'), response.headers.get('content-disposition')]).toEqual([
      LOG,
      'application/octet-stream',
      'attachment; filename=0004f2aabbcc-app.log',
    ]);
  });

  it('brings it as it is, whatever it says that it is, and in a path with a slash too many (PRV-07)', async () => {
    const { id, key } = await phone();
    const kinds = ['application/json', 'application/json; charset=latin1', 'application/x-www-form-urlencoded'];
    for (const [at, kind] of kinds.entries()) expect((await bring(key, `${at}.log`, ...digest(), '-H', `Content-Type: ${kind}`)).status).toBe(204);
    expect((await bring(`${key}/`, '3.log', ...digest())).status).toBe(204);
    expect((await filesOf(id)).body.items.map(({ name, size }) => [name, size])).toEqual([0, 1, 2, 3].map((at) => [`${at}.log`, LOG.length]));
    expect((await bring(key, '4.log', '-H', 'Content-Type: application/json')).status).toBe(401);
  });

  it('is refused where its device does not accept data, and where the file is too large or its name none; each is on record (PRV-06, PRV-07)', async () => {
    const off = await phone(LOGIN, { acceptData: false });
    const on = await phone();
    await writeFile(join(folder, 'large.log'), Buffer.alloc(1024 * 1024 + 1, 'x'));
    expect(await bring(off.key, 'app.log', ...digest())).toMatchObject({ status: 403, body: expect.stringContaining('"uploads_off"') });
    expect(await bring(on.key, 'large.log', ...digest())).toMatchObject({ status: 413, body: expect.stringContaining('"too_large"') });
    const statuses: number[] = [];
    for (const name of ['..%2fapp.log', '%2e%2e', 'a..b', '.htaccess', 'a%00b', 'a%5cb', 'x'.repeat(65)])
      statuses.push((await bring(on.key, name, ...digest())).status);
    expect(statuses).toEqual(Array(7).fill(404));
    expect((await filesOf(on.id)).body.items).toEqual([]);
    const reasons = (await fetchesOf(on.id)).body.items.map(({ reason, file, status }) => [reason, file, status]);
    expect(reasons).toEqual([...Array.from({ length: 7 }, () => ['not_found', '', 404]), ['too_large', 'large.log', 413]]);
    expect((await fetchesOf(off.id)).body.items).toMatchObject([{ reason: 'uploads_off', method: 'PUT', status: 403, bytes: 0, userAgent: POLY }]);
  });

  it('brings it whole: of a part nothing is taken, and what it brought before stays (RFC 9110, 14.5; PRV-07)', async () => {
    const { id, key } = await phone();
    await bring(key, 'app.log', ...digest());
    const before = await filesOf(id);
    const part = await bring(key, 'app.log', ...digest(), '-H', 'Content-Range: bytes 4-5/10');
    expect(part).toMatchObject({ status: 400, body: expect.stringContaining('"partial_upload"') });
    expect((await filesOf(id)).body).toEqual(before.body);
    expect((await fetchesOf(id)).body.items[0]).toMatchObject({ reason: 'partial_upload', file: 'app.log', status: 400 });
  });

  it("waits while too many slow ones of its reseller do, and no other reseller's does (PRV-07)", async () => {
    const managedBy = newId();
    const [ids, slow]: [string[], ClientRequest[]] = [[], []];
    for (let at = 0; at < SLOW_PHONES; at++) {
      const { id, key } = await phone(LOGIN, { managedBy });
      ids.push(id);
      slow.push(dawdle(key), dawdle(key));
    }
    const [mine, others] = [await phone(LOGIN, { managedBy }), await phone(LOGIN, { managedBy: newId() })];
    // Once the last of them has come.
    for (let status = 204; status !== 503; status = (await bring(mine.key, 'app.log', ...digest())).status) expect(status).toBe(204);
    expect((await bring(others.key, 'app.log', ...digest())).status).toBe(204);
    for (const one of slow) one.destroy();
    for (let status = 503; status !== 204; status = (await bring(mine.key, 'app.log', ...digest())).status) expect(status).toBe(503);
    const [first = ''] = ids;
    expect(await untilFetched(first, 2)).toMatchObject([
      { status: 400, reason: 'upload_aborted' },
      { status: 400, reason: 'upload_aborted' },
    ]);
  });

  /** Begins to bring a file, and leaves it at that. */
  function dawdle(key: string): ClientRequest {
    const headers = { authorization: `Basic ${Buffer.from(`${LOGIN.httpUsername}:${LOGIN.httpPassword}`).toString('base64')}`, 'content-length': 9 };
    const slow = request(`${phones.service.url}/p/${key}/app.log`, { method: 'PUT', headers }).on('error', () => undefined);
    slow.write('x');
    return slow;
  }
});

describe('whoever is not the phone of the address', () => {
  it('is answered alike: a wrong password, an unknown key, the login of another device, a device without one, a retired and a deleted one (PRV-04, DIR-03)', async () => {
    const [mine, other] = [await phone(), await phone({ httpUsername: 'other', httpPassword: 'pass-canary-other' })];
    const bare = await phone({ secret: 'x' });
    const retired = await phone(LOGIN, { retired: true });
    const removed = await phone();
    await phones.remove(removed.id);
    const answers = [
      await bring(mine.key, 'app.log', ...basic('desk:wrong')),
      await bring(mine.key, 'app.log', ...digest('desk:wrong')),
      await bring(mine.key, 'app.log', ...digest('other:pass-canary-other')),
      await bring(other.key, 'app.log', ...digest()),
      await bring(bare.key, 'app.log', ...basic(':')),
      await bring(retired.key, 'app.log', ...digest()),
      await bring(removed.key, 'app.log', ...digest()),
      await bring('0'.repeat(32), 'app.log', ...digest()),
      await bring('no-key', '..%2f..', ...digest()),
      await bring(mine.key, 'app.log'),
      await bring(mine.key, 'app.log', '-H', 'Authorization: Bearer x'),
    ];
    const same = (said: Said): Said => ({ ...said, headers: said.headers.replaceAll(/nonce="[^"]*"/g, 'nonce').replace(/Date: .*/, 'Date') });
    const [first, ...others] = answers.map(same);
    expect(first).toMatchObject({ status: 401, headers: expect.stringMatching(/Digest realm="phones".*SHA-256[^]*MD5/u) });
    expect(first?.headers).not.toContain('Basic');
    for (const answer of others) expect(answer).toEqual(first);
    expect(await phones.rows(`select from phone_files where device_id = any($1::uuid[])`, [[mine.id, other.id, bare.id, retired.id]])).toEqual([]);
  });

  it('is told to wait after ten wrong passwords for one phone; the phone itself gets in, as do others of the site (PRV-04)', async () => {
    const [attacked, honest] = [await phone(), await phone()];
    const statuses: number[] = [];
    for (let count = 0; count < 11; count += 1) statuses.push(await guess(attacked.key));
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect(await bring(attacked.key, 'app.log', ...basic('desk:wrong'))).toMatchObject({ status: 429, headers: expect.stringMatching(/retry-after: \d+/i) });
    for (let count = 0; count < 300; count += 1) await guess(`${count}`.padStart(32, '0'));
    expect(await guess('f'.repeat(32))).toBe(429);
    for (const { key } of [attacked, honest]) expect((await bring(key, 'app.log', ...digest())).status).toBe(204);
  });

  it('gets no further with six hundred wrong passwords a minute: then nobody looks, until the next (PRV-04)', async () => {
    const attacked = await phone();
    phones.pass(2);
    for (let count = 0; count < 60; count += 1) await Promise.all(Array.from({ length: 10 }, () => guess(attacked.key)));
    expect((await bring(attacked.key, 'app.log', ...basic())).status).toBe(429);
    phones.pass(2);
    expect((await bring(attacked.key, 'app.log', ...basic())).status).toBe(204);
  });

  async function guess(key: string): Promise<number> {
    const response = await fetch(`${phones.service.url}/p/${key}/app.log`, { method: 'PUT', body: 'x', headers: { authorization: 'Basic eDp5' } });
    await response.text();
    return response.status;
  }
});

describe('when password or address change', () => {
  it('the old password serves beside the new one for two days, and no longer (PRV-13)', async () => {
    const { id, key } = await phone();
    await phones.change(id, {}, { httpPassword: 'next-canary' });
    const statuses = async (): Promise<number[]> => [
      (await bring(key, 'app.log', ...digest())).status,
      (await bring(key, 'app.log', ...basic('desk:next-canary'))).status,
    ];
    expect(await statuses()).toEqual([204, 204]);
    phones.pass(2 * 24 * 60);
    expect(await statuses()).toEqual([401, 204]);
  });

  it('the old address serves as long, unless it was ended at once (PRV-13)', async () => {
    const { id, key } = await phone();
    await phones.rotate(id);
    const statuses = async (): Promise<number[]> => [
      (await bring(key, 'app.log', ...digest())).status,
      (await bring(await phones.keyOf(id), 'app.log', ...digest())).status,
    ];
    expect(await statuses()).toEqual([204, 204]);
    phones.pass(2 * 24 * 60 + 1);
    expect(await statuses()).toEqual([401, 204]);
    await phones.rotate(id);
    const second = await phones.keyOf(id);
    await phones.rotate(id, { immediately: true });
    expect([(await bring(second, 'app.log', ...digest())).status, (await statuses())[1]]).toEqual([401, 204]);
  });

  it('who had the device before gets in with nothing that he knew, in whatever order the news arrive (INV-05)', async () => {
    const reseller = newId();
    const [before, after] = [await phones.customer(reseller), await phones.customer(reseller)];
    const { id } = await phone(LOGIN, { shared: true, customerId: before, customerResellerId: reseller });
    await phones.changeDevice(id, { customerId: after }, true);
    const key = await phones.keyOf(id);
    // The secrets are late: nobody is let in with those of before.
    expect(await bring(key, 'app.log', ...digest())).toMatchObject({ status: 503, headers: expect.stringMatching(/retry-after: 5/i) });
    await phones.changeSecrets(id, { httpPassword: 'next-canary' });
    expect([(await bring(key, 'app.log', ...digest())).status, (await bring(key, 'app.log', ...digest('desk:next-canary'))).status]).toEqual([401, 204]);
  });
});

describe('what phones did', () => {
  it('is told and listed, each with its reason and without a secret; nothing of it is in clear in the database (PRV-03, PRV-06)', async () => {
    const { id, key } = await phone();
    await bring(key, 'app.log', ...digest());
    await bring(key, 'app.log', ...basic('desk:wrong'));
    // Refusals are recorded after their answer: the next request of the phone waits for its turn.
    const items = await untilFetched(id, 2);
    expect(items.toReversed().map(({ method, file, status, reason, bytes }) => [method, file, status, reason, bytes])).toEqual([
      ['PUT', 'app.log', 204, null, LOG.length],
      ['PUT', '', 401, 'phone_unknown', 0],
    ]);
    const said = (await phones.service.records(topics.fetches)).filter(({ key: of }) => of === id);
    expect(said.map(({ sequence, message }) => [sequence, message?.status, message?.reason, message?.userAgent])).toEqual([
      [1, 204, '', POLY],
      [2, 401, 'phone_unknown', POLY],
    ]);
    const told = JSON.stringify(said, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    const tables = ['fetches', 'phone_files', 'device_secrets', 'provisioning_keys', 'devices', 'outbox'];
    const stored = await Promise.all(tables.map((table) => phones.rows<{ text: string }>(`select t::text as text from ${table} t`)));
    const clear = stored.flat().map(({ text }) => text);
    const hex = (word: string): string => Buffer.from(word).toString('hex');
    for (const word of [...SECRET_WORDS, key])
      expect([word, told.includes(word), clear.some((text) => text.includes(word) || text.includes(hex(word)))]).toEqual([word, false, false]);
  });

  it('is kept for the last thousand of each device, however often it asks (PRV-06)', async () => {
    const { id, key } = await phone();
    await bring(key, 'first.log', ...digest());
    await phones.rows(
      `insert into fetches (id, device_id, at, method, file, status, bytes, remote_ip, sequence)
       select uuidv7(), device_id, at, method, 'old.log', status, bytes, remote_ip, n from fetches, generate_series(2, 1020) n where device_id = $1`,
      [id],
    );
    await bring(key, 'last.log', ...digest());
    const kept = await phones.rows<{ file: string; sequence: string }>('select file, sequence from fetches where device_id = $1 order by sequence', [id]);
    expect([kept.length, kept[0]?.sequence, kept.at(-1)]).toEqual([1_000, '22', { file: 'last.log', sequence: '1021' }]);
    expect((await fetchesOf(id)).body.items[0]?.file).toBe('last.log');
  });

  it('is seen by who had the device then, page by page (INV-05)', async () => {
    const reseller = newId();
    const [before, after] = [await phones.customer(reseller), await phones.customer(reseller)];
    const { id, key } = await phone(LOGIN, { customerId: before, customerResellerId: reseller });
    const path = `/api/v1/devices/${id}/fetches`;
    const admins = [await phones.customerAdmin(before, reseller), await phones.customerAdmin(after, reseller)];
    const seen = async (): Promise<(number | undefined)[]> =>
      Promise.all(admins.map(async (as) => (await phones.service.request<Page<FetchView>>(path, { as })).body.items?.length));
    for (let count = 0; count < 3; count += 1) await bring(key, `${count}.log`, ...digest());
    expect(await seen()).toEqual([3, undefined]);
    const { body } = await phones.service.request<Page<FetchView>>(`${path}?limit=2`);
    const { body: rest } = await phones.service.request<Page<FetchView>>(`${path}?limit=2&cursor=${body.nextCursor}`);
    expect([[...body.items, ...rest.items].map(({ file }) => file), body.total, rest.nextCursor]).toEqual([
      ['2.log', '1.log', '0.log'],
      { value: 3, exact: true },
      null,
    ]);
    await phones.changeDevice(id, { customerId: after });
    expect(await seen()).toEqual([undefined, 0]);
  });
});
