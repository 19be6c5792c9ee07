// Real: the service with its PostgreSQL, HTTP and rendering threads; directory and inventory say and answer what the test says.
import { create } from '@bufbuild/protobuf';
import { AccountChangedSchema, AccountKind, AccountSecretChangedSchema, DeviceChangedSchema, ModelChangedSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import type { Preview } from '../src/rendering/preview-version.js';
import { C6821, NORTH, type Problem, type ProfileView, ProfilesWorld, T54 } from './support/profiles-world.js';

const NTP = { name: 'ntp_server', type: 'string', default: 'pool.ntp.org' };
const PIN = { name: 'admin_pin', type: 'secret' };
const TEXT = {
  file: '{mac}.cfg',
  format: 'text',
  text: `#!version:1.0.0.1
ntp = {{ params.ntp_server }}
pin = {{ params.admin_pin }}
{% for line in lines %}account.{{ line.index }}.name = {{ line.displayName | default: line.number }}
account.{{ line.index }}.password = {{ line.sipPassword }}
{% endfor %}mac = {{ device.mac }} of {{ model.vendor }}`,
};

let world: ProfilesWorld;
let made = 0;

beforeAll(async () => {
  world = await ProfilesWorld.start();
  const model = (id: string, vendor: string, name: string, ports: number) => ({ key: id, message: create(ModelChangedSchema, { id, vendor, name, ports }) });
  await world.service.tell(topics.models, [model(T54, 'Yealink', 'SIP-T54W', 16), model(C6821, 'Cisco', '6821', 2)]);
});
afterAll(() => world.service.stop());

const fresh = (body: object = {}, as = {}): Promise<ProfileView> => world.profile({ name: `Profile ${(made += 1)}`, ...body }, as);
const preview = async (id: string, number: number, body: object = {}, as = {}) =>
  (await world.request<Preview & Problem>('POST', `/${id}/versions/${number}/preview`, { body, as })).body;
const errorsOf = ({ errors = [] }: Problem) => errors.map(({ field, code }) => `${field} ${code}`);

interface NewDevice {
  readonly name?: string;
  readonly managedBy?: string;
  readonly displayName?: string;
  readonly modelId?: string;
  readonly profileId?: string;
}

/** A device with one line, as inventory and directory say it. */
async function device(more: NewDevice = {}): Promise<string> {
  const [id, accountId] = [newId(), newId()];
  const { displayName = 'Zoë & Co', managedBy = '', modelId = T54, profileId = '' } = more;
  const customerId = newId();
  const account = {
    id: accountId,
    customerId,
    resellerId: managedBy,
    number: '15550100',
    displayName,
    sipUsername: 'zoe',
    kind: AccountKind.PHONE_TERMINAL,
  };
  await world.service.tell(topics.accounts, [{ key: accountId, message: create(AccountChangedSchema, account) }]);
  const sipPassword = new Uint8Array([1]); // sealed, and not opened here
  await world.service.tell(topics.accountSecrets, [
    { key: accountId, message: create(AccountSecretChangedSchema, { accountId, secretVersion: 1, sipPassword }) },
  ]);
  const state = {
    id,
    name: more.name ?? `Desk ${id}`,
    modelId,
    profileId,
    macAddress: '00:15:65:AA:BB:CC',
    managedBy,
    customerId,
    customerResellerId: managedBy,
    totalPorts: 16,
    lines: [{ port: 1, accountId }],
  };
  await world.service.tell(topics.devices, [{ key: id, message: create(DeviceChangedSchema, state) }]);
  return id;
}

describe('a preview (PRV-02)', () => {
  it('shows the file of a device without its secrets, and the layer that set each value', async () => {
    const base = await fresh({ shared: true });
    await world.publish(base.id, { variables: [NTP, PIN], values: { admin_pin: 'canary42' }, templates: [TEXT] });
    const child = await fresh({ parentId: base.id });
    await world.draft(child.id, { values: { ntp_server: 'time.example' } });
    const { files } = await preview(child.id, 1, { deviceId: await device() });
    expect(files).toMatchObject([
      { file: '{mac}.cfg', name: expect.stringMatching(/^[0-9a-f]{12}\.cfg$/), format: 'text', profile: { id: base.id, version: 1 }, refusal: null },
    ]);
    expect(files[0]?.text).toBe(`#!version:1.0.0.1
ntp = time.example
pin = ********
account.2.name = Zoë & Co
account.2.password = ********
mac = 001565aabbcc of Yealink`);
    const origin = (expression: string) => files[0]?.values.find((value) => value.expression === `{{ ${expression} }}`);
    expect(origin('params.ntp_server')).toMatchObject({ line: 2, from: [{ layer: 'profile', profile: { id: child.id, version: 1 } }] });
    expect(origin('params.admin_pin')).toMatchObject({ line: 3, text: '********', from: [{ layer: 'profile', profile: { id: base.id, version: 1 } }] });
    expect(origin('line.displayName | default: line.number')).toMatchObject({
      line: 4,
      from: [{ path: 'lines[0].displayName', layer: 'lines' }, { path: 'lines[0].number' }],
    });
    expect(origin('device.mac')).toMatchObject({ from: [{ layer: 'device', profile: null }] });
    expect(origin('model.vendor')).toMatchObject({ from: [{ layer: 'model' }] });
  });

  it('is of a made-up phone where none is named, and of a draft that is wrong says where', async () => {
    const { id } = await fresh({ modelIds: [T54, C6821] });
    await world.draft(id, {
      templates: [
        { file: 'a.xml', format: 'xml', text: '<a>\n{{ model.name }} {{ lines | size }}</b>' },
        { file: 'b.cfg', format: 'text', text: 'x = {{ params.no }}' },
      ],
    });
    const { files } = await preview(id, 1, { modelId: C6821, lines: 1 });
    expect(files.map(({ file, text, refusal }) => [file, text, refusal?.code, refusal?.line])).toEqual([
      ['a.xml', null, 'not_well_formed', 2],
      ['b.cfg', null, 'unknown_name', 1],
    ]);
    expect((await preview(id, 1, { modelId: newId() })).code).toBe('profile_of_another_model');
  });

  it('is of devices that the caller sees, alone (DIR-03)', async () => {
    const as = { resellerId: NORTH };
    const { id } = await fresh({}, as);
    await world.draft(id, { templates: [TEXT], variables: [NTP, PIN] }, as);
    expect((await preview(id, 1, { deviceId: await device() }, as)).code).toBe('not_found');
    expect((await preview(id, 1, { deviceId: newId() }, as)).code).toBe('not_found');
    expect((await preview(id, 1, { deviceId: await device({ managedBy: NORTH }) }, as)).files).toHaveLength(1);
  });

  it('shows no more than an answer can hold, however much the files would be', async () => {
    const { id } = await fresh();
    const text = `{% for i in (1..900) %}${'x'.repeat(1_000)}{% endfor %}`;
    await world.draft(id, { templates: Array.from({ length: 8 }, (_, at) => ({ file: `${at}.cfg`, format: 'text', text })) });
    const { files } = await preview(id, 1);
    expect(files.map(({ refusal }) => refusal?.code ?? 'shown')).toEqual([...Array<string>(6).fill('shown'), 'output_limit', 'output_limit']);
  });

  it('refuses what a customer wrote to break out of the file', async () => {
    const { id } = await fresh();
    await world.draft(id, { templates: [TEXT], variables: [NTP, PIN] });
    const broken = await device({ displayName: 'Zoë\r\naccount.3.password = stolen' });
    const { files } = await preview(id, 1, { deviceId: broken });
    expect(files[0]).toMatchObject({ text: null, refusal: { code: 'bad_data', expression: '{{ line.displayName | default: line.number }}' } });
    expect(JSON.stringify(files)).not.toContain('stolen');
  });
});

describe('what is published', () => {
  it('is tried first, for every model with no line, one and all; what fails is not served (PRV-02)', async () => {
    const { id } = await fresh({ modelIds: [T54, C6821] });
    const onlyOne = { file: '{mac}.xml', format: 'xml', text: '<a>\n{{ lines[0].number }}</a>' };
    const failed = await world.publish(id, { templates: [onlyOne] });
    expect([failed.status, failed.body.code, errorsOf(failed.body)]).toEqual([422, 'template_fails', ['{mac}.xml unknown_name', '{mac}.xml unknown_name']]);
    expect(JSON.stringify(failed.body)).toContain('Yealink SIP-T54W, 0 of 16 lines – line 2');
    expect(failed.body.errors?.map(({ line }) => line)).toEqual([2, 2]);
    // Of each model once, though it fails with no line, one and all.
    const always = await world.publish(id, { templates: [{ ...onlyOne, text: '<a>{{ device.nothing }}</a>' }] });
    expect(errorsOf(always.body)).toEqual(['{mac}.xml unknown_name', '{mac}.xml unknown_name']);
    const unquoted = { ...onlyOne, text: '<a {% for line in lines %}b{{ line.index }}={{ line.displayName }} {% endfor %}/>' };
    expect((await world.publish(id, { templates: [unquoted] })).body.code).toBe('template_fails');
    // A name with two hyphens would end it, and keep whoever owns the profile from publishing.
    const commented = { ...onlyOne, text: '<a><!-- {{ device.name }} --></a>' };
    expect((await world.publish(id, { templates: [commented] })).body.code).toBe('template_fails');
    expect((await world.request<ProfileView>('GET', `/${id}`)).body.publishedVersion).toBeNull();
    expect(
      (await world.publish(id, { templates: [{ ...onlyOne, text: '<a>{% for line in lines %}<b n="{{ line.displayName }}"/>{% endfor %}</a>' }] })).status,
    ).toBe(200);
  });

  it('is tried for what inherits from it, and where a profile gets another parent or model', async () => {
    const base = await fresh();
    await world.publish(base.id, { variables: [NTP] });
    const child = await fresh({ parentId: base.id });
    await world.publish(child.id, { templates: [{ file: 'a.cfg', format: 'quoted', text: 'NTP="{{ params.ntp_server }}"' }] });
    const quoted = await world.publish(base.id, { variables: [{ ...NTP, default: 'x" ADMIN="1' }] });
    expect([quoted.body.code, errorsOf(quoted.body)]).toEqual(['template_fails', expect.arrayContaining(['a.cfg bad_data'])]);
    const orphan = await world.request<Problem>('PATCH', `/${child.id}`, { body: { parentId: null } });
    expect(orphan.body.code).toBe('template_fails');
    expect((await world.request<ProfileView>('GET', `/${child.id}`)).body).toMatchObject({ parentId: base.id, version: 2 });
    const limited = await fresh({ modelIds: [C6821] });
    await world.publish(limited.id, { templates: [{ file: 'a.xml', format: 'xml', text: '{% if model.ports > 2 %}<a>{% else %}<a/>{% endif %}' }] });
    expect((await world.request<Problem>('PATCH', `/${limited.id}`, { body: { modelIds: [C6821, T54] } })).body.code).toBe('template_fails');
  });

  it('is tried for devices that have it too: what fails for one of them alone is not served, what somebody wrote of one keeps nobody from publishing (PRV-02)', async () => {
    const { id, name } = await fresh();
    await device({ profileId: id, name: 'Odd one', displayName: 'Zoë\r\naccount.3.password = stolen' });
    const odd = { file: 'a.xml', format: 'xml', text: "{% if device.name == 'Odd one' %}<a>{% else %}<a/>{% endif %}" };
    const failed = await world.publish(id, { templates: [odd] });
    expect([failed.body.code, errorsOf(failed.body)]).toEqual(['template_fails', ['a.xml not_well_formed']]);
    expect(JSON.stringify(failed.body)).toContain(`${name}, device Odd one (Yealink SIP-T54W), 1 of 16 lines – line 1`);
    expect((await world.publish(id, { templates: [TEXT], variables: [NTP, PIN] })).status).toBe(200);
  });

  it('has templates where devices rest on it, its own or inherited ones; values alone it may have for others (PRV-01, PRV-02)', async () => {
    const base = await fresh();
    expect((await world.publish(base.id, { variables: [NTP] })).status).toBe(200);
    const child = await fresh({ parentId: base.id });
    await device({ profileId: child.id });
    const empty = await world.publish(child.id, { values: { ntp_server: 'time.example' } });
    expect([empty.status, empty.body.code, errorsOf(empty.body)]).toEqual([422, 'no_templates', ['templates no_templates']]);
    await world.publish(base.id, { variables: [NTP], templates: [{ file: 'a.cfg', format: 'text', text: 'a' }] });
    expect((await world.request('POST', `/${child.id}/versions/1/publish`)).status).toBe(200);
    expect((await world.publish(base.id, { variables: [NTP] })).body.code).toBe('no_templates');
  });

  it('has one template of a name for a model', async () => {
    const { id } = await fresh({ modelIds: [T54, C6821] });
    const own = { ...TEXT, text: 'a', modelIds: [T54] };
    expect(errorsOf((await world.draft(id, { templates: [own, { ...own, modelIds: [C6821, T54] }] })).body)).toEqual(['templates[1].file name_not_unique']);
    await world.publish(id, { templates: [own, { ...TEXT, text: 'b' }] });
    expect((await preview(id, 1, { modelId: T54 })).files.map(({ text }) => text)).toEqual(['a']);
    expect((await preview(id, 1, { modelId: C6821 })).files.map(({ text }) => text)).toEqual(['b']);
    const named = (...files: readonly string[]) => files.map((file) => ({ ...TEXT, file, text: file }));
    const twice = await world.draft(id, { templates: named('{mac}.cfg', '{MAC}.CFG', '{model}.cfg', '{psn}.cfg') });
    expect(errorsOf(twice.body)).toEqual(['templates[1].file name_not_unique', 'templates[3].file name_not_unique']);
  });

  it('makes a file instead of the profile that it inherits from, whatever the case of its name', async () => {
    const base = await fresh();
    await world.publish(base.id, { templates: [{ ...TEXT, text: 'theirs' }] });
    const child = await fresh({ parentId: base.id });
    await world.draft(child.id, { templates: [{ ...TEXT, file: '{MAC}.cfg', text: 'its own' }] });
    expect((await preview(child.id, 1)).files.map(({ text }) => text)).toEqual(['its own']);
  });

  it('may have templates of 400,000 characters in all, whatever they are; a body that no draft can have is refused, saying what to do', async () => {
    const { id } = await fresh();
    const templates = Array.from({ length: 4 }, (_, at) => ({ file: `${at}.cfg`, format: 'text', text: 'zeile = "ü"\n'.repeat(8_300) }));
    expect((await world.publish(id, { templates })).status).toBe(200);
    const [first] = (await preview(id, 1, { modelId: T54 })).files;
    expect(first?.text).toBe(templates[0]?.text);
    const more = { templates: templates.map((template) => ({ ...template, text: 'ü'.repeat(300_000) })) };
    const { status, body } = await world.request<Problem>('POST', `/${id}/versions`, { body: more });
    expect([status, body]).toEqual([413, expect.objectContaining({ code: 'too_large', detail: expect.stringContaining('send less') })]);
  });
});
