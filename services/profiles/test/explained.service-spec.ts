// Real: profiles with its PostgreSQL, event log, rendering threads and HTTP; curl signs in. What inventory and directory say is said by the test.
import { DeviceUsesService } from '@ringfleet/contracts';
import { newId, type Page } from '@ringfleet/kernel';
import type { ExplainedConfig, GivenConfigView } from '../src/given/read-given.js';
import type { CurlAnswer } from './support/curl.js';
import { type Desk, Desks, LOGIN, type NewDesk, SIGNED_IN } from './support/desks.js';
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
  phones = await Phones.start({
    settings: { RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net' },
    // No device has a profile that is deleted here.
    answers: { inventory: (router) => router.service(DeviceUsesService, { findDeviceUses: () => ({ total: 0n, devices: [] }) }) },
  });
  desks = new Desks(phones);
});
afterAll(() => phones.stop());

const desk = (given?: NewDesk): Promise<Desk> => desks.desk({ templates: [TEXT], ...given });
const etagOf = ({ headers }: CurlAnswer): string => /^etag: (.*)$/im.exec(headers)?.[1]?.trim() ?? '';
const givenTo = async (id: string): Promise<readonly GivenConfigView[]> =>
  (await phones.service.request<Page<GivenConfigView>>(`/api/v1/devices/${id}/configs`)).body.items;
const explain = (id: string, config = '', as = {}) => phones.service.request<ExplainedConfig>(`/api/v1/devices/${id}/configs/${config}`, { as });

describe('why a phone got what it got', () => {
  it('is told of what it got alone, not of what it asked the size of (PRV-11)', async () => {
    const phone = await desk();
    const got = async (): Promise<number> => (await givenTo(phone.id)).length;
    expect([(await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN, '-I')).status, await got()]).toEqual([200, 0]);
    expect([(await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN)).status, await got()]).toEqual([200, 1]);
  });

  it('is refused where the template decides by a secret, and fails without it', async () => {
    const text = "{% if device.name == 'Told by its secret' %}{% assign parts = device.secret | split: ':' %}{{ parts[1] }}{% endif %}";
    const phone = await desk({ templates: [{ ...TEXT, text }], secrets: { ...LOGIN, secret: 'a:b' } });
    await phones.changeDevice(phone.id, { name: 'Told by its secret' });
    expect((await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN)).body.toString()).toBe('b');
    const path = `/api/v1/devices/${phone.id}/configs`;
    const { items } = (await phones.service.request<Page<GivenConfigView>>(path)).body;
    const { status, body } = await phones.service.request<{ readonly code: string }>(`${path}/${items[0]?.id}`);
    expect([status, body.code]).toEqual([422, 'template_fails']);
  });

  it('is told after everything has changed: the same bytes again, the text without secrets, and where each value came from (PRV-11)', async () => {
    const phone = await desk({ vendor: 'Grandstream', name: 'GXP2135', templates: [TEXT], secrets: { ...LOGIN, asciiKey: 'key-canary' } });
    const file = `${phone.mac}.cfg`;
    const first = await phone.ask(file, ...SIGNED_IN);
    await phone.ask(file, ...SIGNED_IN);
    await phones.rotate(phone.id);
    await phones.change(phone.id, { lines: [] }, { ...LOGIN, asciiKey: 'other-canary' });
    await phone.ask(file, ...SIGNED_IN);
    const items = await givenTo(phone.id);
    expect(items.map((item) => [item.file, item.encrypted, item.profile.version, `"${item.hash}"` === etagOf(first)])).toEqual([
      [file, true, 1, false],
      [file, true, 1, true],
    ]);
    const { body } = await explain(phone.id, items[1]?.id);
    expect(body).toMatchObject({ ...items[1], reproduced: true });
    expect(body.text).toBe(`#!version:1.0.0.1\nserver = sip.example.net\naccount.1.label = Zoë\naccount.1.password = ********\nupdate = ********/`);
    const origins = body.values.map(({ line, expression, from }) => [line, expression, from.map(({ layer }) => layer).join()]);
    expect(origins).toEqual([
      [2, '{{ params.server }}', 'profile'],
      [3, '{{ line.index }}', 'lines'],
      [3, '{{ line.displayName }}', 'lines'],
      [4, '{{ line.index }}', 'lines'],
      [4, '{{ line.sipPassword }}', 'lines'],
      [5, '{{ url }}', 'system'],
    ]);
    expect((await explain(phone.id, items[1]?.id, { resellerId: newId() })).status).toBe(404);
    expect((await explain(phone.id, newId())).status).toBe(404);
    const stored = await phones.rows<{ text: string }>('select g::text as text from given_configs g');
    expect(stored.filter(({ text }) => text.includes('canary') || text.includes(Buffer.from('canary').toString('hex')))).toEqual([]);
  });

  it('is told of each of many files, also of those that it has asked for first (PRV-11)', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `f${at}.cfg`);
    const of = (text: string): readonly object[] => names.map((file) => ({ ...TEXT, file, text: `${file} ${text}` }));
    const phone = await desk({ templates: of('{{ params.server }}') });
    for (const name of names) await phone.ask(name, ...SIGNED_IN);
    await desks.ask(`/${phone.profileId}/versions`, { basedOn: 1, templates: of('{{ device.name }}') });
    await desks.ask(`/${phone.profileId}/versions/2/publish`);
    for (const name of names.slice(10)) await phone.ask(name, ...SIGNED_IN);
    const given = await givenTo(phone.id);
    expect(given.map(({ file }) => file).toSorted()).toEqual([...names, ...names.slice(10)].toSorted());
    expect((await explain(phone.id, given.at(-1)?.id)).body).toMatchObject({ reproduced: true, text: 'f0.cfg sip.example.net' });
  });

  it('is told of the version that gave it last, where two come to the same bytes (PRV-11)', async () => {
    const phone = await desk();
    const ask = () => phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN);
    const first = await ask();
    await desks.ask(`/${phone.profileId}/versions`, { basedOn: 1, values: { server: 'sip.example.net' } });
    await desks.ask(`/${phone.profileId}/versions/2/publish`);
    expect(etagOf(await ask())).toBe(etagOf(first));
    const [given, ...others] = await givenTo(phone.id);
    expect([given?.profile.version, others]).toEqual([2, []]);
    const { body } = await explain(phone.id, given?.id);
    expect([body.reproduced, body.values[0]?.from]).toEqual([
      true,
      [expect.objectContaining({ layer: 'profile', profile: expect.objectContaining({ version: 2 }) })],
    ]);
  });

  it('is told when the profile is gone, of which neither drafts nor secrets stay (PRV-11)', async () => {
    const variables = [
      { name: 'server', type: 'string', default: 'sip.example.net' },
      { name: 'pin', type: 'secret', default: null },
    ];
    const phone = await desk({ variables, templates: [{ ...TEXT, text: '{{ params.server }} {{ params.pin }}' }] });
    await desks.ask(`/${phone.profileId}/versions`, { basedOn: 1, values: { pin: 'pin-canary' } });
    await desks.ask(`/${phone.profileId}/versions/2/publish`);
    await desks.ask(`/${phone.profileId}/versions`, { basedOn: 2, note: 'a draft' });
    const before = await phone.ask(`${phone.mac}.cfg`, ...SIGNED_IN);
    const another = await desks.profile(await desks.model('Yealink', `T${newId()}`), [TEXT]);
    await phones.changeDevice(phone.id, { profileId: another });
    const gone = await phones.service.request(`/api/v1/profiles/${phone.profileId}`, { method: 'DELETE', headers: { 'if-match': '*' } });
    expect([before.body.toString(), gone.status]).toEqual(['sip.example.net pin-canary', 204]);
    const [given] = await givenTo(phone.id);
    const { body } = await explain(phone.id, given?.id);
    expect([body.reproduced, body.text, body.profile.version]).toEqual([true, 'sip.example.net ********', 2]);
    const left = await phones.rows<{ number: number; content: object }>(
      `select number, content from profile_versions where profile_id = '${phone.profileId}' order by number`,
    );
    expect(left.map(({ number, content }) => [number, content])).toEqual(
      [1, 2].map((number) => [number, expect.objectContaining({ values: {}, variables: [] })]),
    );
  });
});
