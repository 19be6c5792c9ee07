// Real: profiles with its PostgreSQL, event log, rendering threads and HTTP; curl with its own Digest and Basic. What inventory and directory say is said by the test.
import { create } from '@bufbuild/protobuf';
import { AccountSecretChangedSchema, topics } from '@ringfleet/contracts';
import type { Page } from '@ringfleet/kernel';
import type { FetchView } from '../src/fetches/read-fetches.js';
import type { Preview } from '../src/rendering/preview-version.js';
import { basic, curl, type CurlAnswer } from './support/curl.js';
import { type Desk, Desks, LOGIN, type NewDesk, OVER_HTTPS, SIGNED_IN } from './support/desks.js';
import { Phones } from './support/phones.js';

const TEXT = {
  file: '{mac}.cfg',
  format: 'text',
  text: `#!version:1.0.0.1
server = {{ params.server }}
{% for line in lines %}account.{{ line.index }}.label = {{ line.displayName }}
account.{{ line.index }}.password = {{ line.sipPassword }}
{% endfor %}update = {{ url }}`,
};

let phones: Phones;
let desks: Desks;

beforeAll(async () => {
  phones = await Phones.start({ settings: { RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net' } });
  desks = new Desks(phones);
});
afterAll(() => phones.stop());

const desk = (given?: NewDesk): Promise<Desk> => desks.desk({ templates: [TEXT], ...given });
const fetchesOf = async (id: string): Promise<readonly FetchView[]> =>
  (await phones.service.request<Page<FetchView>>(`/api/v1/devices/${id}/fetches`)).body.items;
/** Its last letter before the ending as %62. */
const toBeRead = (path: string): string => path.replace(/[^/](?=\.cfg$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
const etagOf = ({ headers }: CurlAnswer): string => /^etag: (.*)$/im.exec(headers)?.[1]?.trim() ?? '';

async function get(path: string): Promise<string> {
  const authorization = `Basic ${Buffer.from('desk:http-canary').toString('base64')}`;
  const response = await fetch(`${phones.service.url}/p/${path}`, { headers: { authorization, 'x-forwarded-proto': 'https' } });
  return `${response.status} ${await response.text()}`;
}

describe('a phone that asks for its configuration', () => {
  it('gets the same to the last byte until something of it changes, and hears that nothing did (PRV-06)', async () => {
    const phone = await desk({ vendor: 'Cisco', name: '6821', secrets: { ...LOGIN, asciiKey: 'a key' } });
    const file = `${phone.mac}.cfg`;
    const first = await phone.ask(file, ...SIGNED_IN);
    await phones.service.restart();
    await phones.change(phone.id, { acceptData: true });
    const again = await phone.ask(file, ...SIGNED_IN);
    expect([first.status, first.body.equals(again.body), etagOf(first)]).toEqual([200, true, etagOf(again)]);
    const known = await phone.ask(file, ...SIGNED_IN, '-H', `If-None-Match: ${etagOf(first)}`);
    expect([known.status, known.body.length]).toEqual([304, 0]);
    const head = await phone.ask(file, ...SIGNED_IN, '-I');
    expect([head.status, etagOf(head), head.body.length]).toEqual([200, etagOf(first), 0]);
    expect(head.headers).toContain(`ontent-length: ${first.body.length}`);
    await phones.service.tell(topics.accountSecrets, [
      { key: phone.accountId, sequence: 2, message: create(AccountSecretChangedSchema, { accountId: phone.accountId, secretVersion: 2 }) },
    ]);
    const changed = await phone.ask(file, ...SIGNED_IN, '-H', `If-None-Match: ${etagOf(first)}`);
    expect([changed.status, etagOf(changed) === etagOf(first), changed.body.equals(first.body)]).toEqual([200, false, false]);
    expect((await fetchesOf(phone.id)).toReversed().map(({ method, status, bytes }) => [method, status, bytes])).toEqual([
      ['GET', 200, first.body.length],
      ['GET', 200, first.body.length],
      ['GET', 304, 0],
      ['HEAD', 200, 0],
      ['GET', 200, changed.body.length],
    ]);
  });

  it('is answered alike where its address has to be read twice, which is done elsewhere (PRV-04)', async () => {
    const [phone, sealed] = [await desk(), await desk({ secrets: { ...LOGIN, asciiKey: 'a key' } })];
    const [file, right, key] = [`${phone.mac}.cfg`, 'desk:http-canary', await phones.keyOf(phone.id)];
    const asked: readonly (readonly [status: number, path: string, login: string, headers?: Record<string, string>])[] = [
      [200, `${key}/${file}`, right],
      [304, `${key}/${file}`, right, { 'if-none-match': etagOf(await phone.ask(file, ...SIGNED_IN)) }],
      [401, `${key}/${file}`, 'desk:wrong'],
      [401, `${key}/${file}`, ''],
      [404, `${key}/other.cfg`, right],
      [401, `${'0'.repeat(32)}/${file}`, right],
      [503, `${await phones.keyOf(sealed.id)}/${sealed.mac}.cfg`, right],
    ];
    for (const method of ['GET', 'HEAD']) {
      for (const [status, path, login, more] of asked) {
        const answers = [path, toBeRead(path)].map(async (each) => {
          const authorization: Record<string, string> = login === '' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
          const headers = { 'x-forwarded-proto': 'https', ...authorization, ...more };
          const response = await fetch(`${phones.service.url}/p/${each}`, { method, headers });
          return [response.status, Object.fromEntries([...response.headers].filter(([name]) => name !== 'date')), await response.text()];
        });
        const [plain, twice] = await Promise.all(answers);
        expect([plain?.[0], twice]).toEqual([status, plain]);
      }
    }
    expect((await curl(`${phones.service.url}/p/${toBeRead(`${key}/${file}`)}`, ...OVER_HTTPS, ...SIGNED_IN)).status).toBe(200);
    expect((await fetchesOf(phone.id)).map(({ file: name, status }) => `${name} ${status}`).toSorted()).toEqual(
      [`${file} 200`, `${file} 200`, ...[`${file} 200`, `${file} 304`, ' 401', 'other.cfg 404'].flatMap((one) => Array<string>(4).fill(one))].toSorted(),
    );
  });

  it('by its old address is told the new one; by the name that its device has for it gets its configuration too (PRV-03, PRV-13)', async () => {
    const phone = await desk({ device: { fileName: 'Lobby.cfg' } });
    const old = await phones.keyOf(phone.id);
    await phones.rotate(phone.id);
    const { status, body } = await curl(`${phones.service.url}/p/${old}/lobby.cfg`, ...OVER_HTTPS, ...SIGNED_IN);
    expect([status, body.toString().includes(`/p/${await phones.keyOf(phone.id)}/`), body.includes(old)]).toEqual([200, true, false]);
  });

  it('gets nothing in clear where it has a key and it is not known how its vendor encrypts, and nothing where a line would break the file (PRV-05, PRV-02)', async () => {
    const locked = await desk({ secrets: { ...LOGIN, asciiKey: 'a key' } });
    const hostile = await desk({ displayName: 'Zoë\naccount.1.admin = 1' });
    for (const phone of [locked, hostile]) {
      const { status, body, headers } = await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN);
      expect([status, body.includes('canary'), body.includes('admin')]).toEqual([503, false, false]);
      expect(headers).toMatch(/retry-after: 300/i);
      expect((await fetchesOf(phone.id)).map(({ reason }) => reason)).toEqual(['no_configuration']);
    }
    // Nor does a preview say that it would.
    const { files } = await desks.ask<Preview>(`/${locked.profileId}/versions/1/preview`, { deviceId: locked.id });
    expect(files).toMatchObject([{ text: null, refusal: { code: 'cipher_unknown' } }]);
  });
});

describe('a preview', () => {
  it('keeps no phone waiting, whoever tries whatever', async () => {
    const phone = await desk();
    const endless = '{% for a in (1..100000) %}{% for b in (1..100000) %}{% assign x = a %}{% endfor %}{% endfor %}';
    await desks.ask(`/${phone.profileId}/versions`, { templates: [{ ...TEXT, text: endless }] });
    const path = `${await phones.keyOf(phone.id)}/${phone.mac}.cfg`;
    let done = 0;
    const previews = Array.from({ length: 8 }, () => desks.ask<Preview>(`/${phone.profileId}/versions/2/preview`, {}).then(() => (done += 1)));
    await Promise.race(previews);
    expect(await get(path)).toMatch(/^200 /);
    // Behind them in their turn it would come after seven at least.
    expect(done).toBeLessThan(7);
    await Promise.all(previews);
  });

  it('shows the difference from what the phone got last, without a secret of either (PRV-02)', async () => {
    const phone = await desk({ device: { fileName: 'Lobby.cfg' } });
    const draft = `/${phone.profileId}/versions/2/preview`;
    const changed = { ...TEXT, text: TEXT.text.replace('1.0.0.1', '1.0.0.2') };
    await desks.ask(`/${phone.profileId}/versions`, { basedOn: 1, templates: [changed, { file: 'all.cfg', format: 'text', text: 'a' }] });
    const preview = async (path: string, deviceId?: string) => (await desks.ask<Preview>(path, { deviceId })).files.map(({ lastGiven }) => lastGiven);
    expect(await preview(draft, phone.id)).toEqual([null, null]);
    const first = await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN);
    const second = await phone.ask('lobby.cfg', ...SIGNED_IN);
    expect([await preview(draft), etagOf(second)]).toEqual([[null, null], etagOf(first)]);
    expect(await preview(`/${phone.profileId}/versions/1/preview`, phone.id)).toMatchObject([{ file: 'lobby.cfg', difference: '' }]);
    await phones.change(phone.id, {}, { httpPassword: 'other-canary' });
    expect(await preview(draft, phone.id)).toEqual([
      {
        id: expect.any(String),
        file: 'lobby.cfg',
        hash: etagOf(second).slice(1, -1),
        encrypted: false,
        profile: expect.objectContaining({ id: phone.profileId, version: 1 }),
        firstAt: expect.any(String),
        lastAt: expect.any(String),
        difference: `@@ -1,4 +1,4 @@
-#!version:1.0.0.1
+#!version:1.0.0.2
 server = sip.example.net
 account.1.label = Zoë
 account.1.password = ********
`,
      },
      null,
    ]);
  });
});

describe('a secret', () => {
  const PIN = { name: 'pin', type: 'secret' };
  const canaries = /canary|63616e617279|Y2FuYXJ5|NhbmFye|jYW5hcn/; // and as hex and base64 have it

  it('of a profile, inherited or said anew, of a device or a line, stands in no table, event or answer as it is (PRV-01, PRV-03)', async () => {
    const modelId = await desks.model('Poly', 'VVX 450');
    const template = { ...TEXT, text: `${TEXT.text}\npin = {{ params.pin }} {{ device.secret }} {{ device.httpPassword }}` };
    const base = await desks.profile(modelId, [template], [{ name: 'server', type: 'string', default: 'a' }, PIN]);
    await desks.ask(`/${base}/versions`, { basedOn: 1, values: { pin: 'pin-canary' } });
    await desks.ask(`/${base}/versions/2/publish`);
    const { id: profileId } = await desks.ask<{ id: string }>('', { name: 'Heir', modelIds: [modelId], parentId: base });
    const said = [await desks.ask(`/${profileId}/versions`, { values: { pin: 'other-canary' } }), await desks.ask(`/${profileId}/versions/1/publish`)];
    const phone = await desk({ device: { modelId, profileId }, secrets: { ...LOGIN, secret: 'device-canary' } });
    const { status, body } = await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN);
    expect([status, body.toString()]).toEqual([200, expect.stringMatching(/sip-canary[^]*pin = other-canary device-canary http-canary$/)]);
    said.push(await desks.ask(`/${profileId}/versions/1/preview`, { deviceId: phone.id }));
    for (const path of [
      `profiles/${profileId}`,
      `profiles/${profileId}/versions/1`,
      `profiles/${base}/versions/2`,
      `devices/${phone.id}/configs`,
      `devices/${phone.id}/fetches`,
    ])
      said.push((await phones.service.request<object>(`/api/v1/${path}`)).body);
    expect(JSON.stringify(said)).not.toMatch(canaries);
    const tables = await phones.rows<{ name: string }>(`select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`);
    expect(tables.length).toBeGreaterThan(12);
    for (const { name } of tables) {
      const rows = await phones.rows<{ text: string }>(`select t::text as text from ${name} t`);
      expect([name, rows.filter(({ text }) => canaries.test(text))]).toEqual([name, []]);
    }
    const events = [...(await phones.service.records(topics.profiles)), ...(await phones.service.records(topics.fetches))];
    expect(JSON.stringify(events, whole)).not.toMatch(canaries);
  });

  const whole = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

  it('that was a text before is given anew: as it is it is not published (PRV-03)', async () => {
    const modelId = await desks.model('Poly', 'VVX 450');
    const base = await desks.profile(modelId, [TEXT], [{ name: 'server', type: 'string' }]);
    const { id } = await desks.ask<{ id: string }>('', { name: 'Heir of a text', modelIds: [modelId], parentId: base });
    await desks.ask(`/${id}/versions`, { values: { server: 'was open' } });
    await desks.ask(`/${id}/versions/1/publish`);
    await desks.ask(`/${base}/versions`, { basedOn: 1, variables: [{ name: 'server', type: 'secret' }] });
    await expect(desks.ask(`/${base}/versions/2/publish`)).rejects.toThrow('breaks_inheriting');
  });
});

describe('whoever asks for what is not its own', () => {
  it('gets not one byte of a configuration: without a login, with that of another, for the file of another, by path tricks (PRV-04)', async () => {
    const [mine, other] = [await desk(), await desk({ secrets: { httpUsername: 'other', httpPassword: 'other-canary' } })];
    const own = `${mine.mac}.cfg`;
    const answers = [
      await mine.ask(own),
      await mine.ask(own, ...basic('desk:wrong')),
      await other.ask(`${other.mac}.cfg`, ...SIGNED_IN),
      await mine.ask(`${other.mac}.cfg`, ...SIGNED_IN),
      ...(await Promise.all(
        ['%2e%2e%2f', '..', `${own}%00`, `x/../${own}`, '{mac}.cfg', 'constructor', `${own}.`].map((file) => mine.ask(file, ...SIGNED_IN)),
      )),
    ];
    const statuses = answers.map(({ status }) => status);
    expect(statuses.slice(0, 4)).toEqual([401, 401, 401, 404]);
    expect(statuses.slice(4).filter((status) => ![401, 404].includes(status))).toEqual([]);
    for (const { body } of answers) expect(body.includes('canary')).toBe(false);
    const key = await phones.keyOf(mine.id);
    const sweep = new Set<string>();
    for (let at = 0; at < 64; at += 1) sweep.add(await get(`${key}/001565ac${at.toString(16).padStart(4, '0')}.cfg`));
    expect([...sweep]).toEqual([`404 ${answers[3]?.body.toString()}`]);
  });

  it('of a profile that is not published, or of none, gets nothing', async () => {
    const phone = await desk();
    await phones.change(phone.id, { profileId: '' });
    expect((await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN)).status).toBe(404);
  });
});
