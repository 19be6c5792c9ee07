// Real: the service with its PostgreSQL, event log and HTTP; directory and inventory answer as the test says.
import { topics } from '@ringfleet/contracts';
import type { Page } from '@ringfleet/kernel';
import { Client } from 'pg';
import { NORTH, type Problem, type ProfileView, ProfilesWorld, type VersionView } from './support/profiles-world.js';

const NTP = { name: 'ntp_server', type: 'string', default: 'pool.ntp.org', maxLength: 20 };
const PIN = { name: 'admin_pin', type: 'secret', maxLength: 8 };
const VLAN = { name: 'vlan', type: 'integer', min: 1, max: 4094 };
const CODEC = { name: 'codec', type: 'choice', choices: ['G.711', 'G.722'], default: 'G.711' };
const CANARY = 'canary42';

let world: ProfilesWorld;
let made = 0;

beforeAll(async () => {
  world = await ProfilesWorld.start();
});
afterAll(() => world.service.stop());

const fresh = (body: object = {}): Promise<ProfileView> => world.profile({ name: `Profile ${(made += 1)}`, ...body });
const version = (id: string, number: number) => world.request<VersionView>('GET', `/${id}/versions/${number}`);
const known = (id: string, number: number, of: number) =>
  world.request<VersionView>('GET', `/${id}/versions/${number}`, { headers: { 'if-none-match': `"${of}"` } });
const change = (id: string, number: number, body: object, ifMatch = '*') =>
  world.request<VersionView>('PATCH', `/${id}/versions/${number}`, { body, headers: { 'if-match': ifMatch } });
const publish = (id: string, number: number) => world.request<VersionView>('POST', `/${id}/versions/${number}/publish`);
const codes = ({ errors = [] }: Problem): string[] => errors.map(({ field, code }) => `${field} ${code}`);

describe('a version of a profile (PRV-01)', () => {
  it('is a draft, which can be changed and discarded, until it is published, and never changes after', async () => {
    const { id } = await fresh();
    expect((await world.draft(id, { note: 'First', variables: [NTP, CODEC], values: { codec: 'G.722' } })).body).toMatchObject({
      number: 1,
      state: 'draft',
      note: 'First',
      values: { codec: 'G.722' },
      version: 1,
      publishedAt: null,
    });
    expect((await change(id, 1, { values: { ntp_server: 'a.example' } }, '"7"')).status).toBe(412);
    expect((await change(id, 1, { values: { ntp_server: 'a.example' } }, '"1"')).body).toMatchObject({
      version: 2,
      note: 'First',
      values: { ntp_server: 'a.example' },
    });
    expect((await publish(id, 1)).body).toMatchObject({ state: 'published', publishedBy: { name: expect.any(String) } });
    expect((await change(id, 1, { note: 'Too late' })).body.code).toBe('version_published');
    expect((await world.request<Problem>('DELETE', `/${id}/versions/1`)).body.code).toBe('version_published');
    await world.draft(id, {});
    expect((await world.request('DELETE', `/${id}/versions/2`)).status).toBe(204);
    expect((await world.draft(id, { basedOn: 1 })).body).toMatchObject({
      number: 3,
      values: { ntp_server: 'a.example' },
      variables: [{ name: 'ntp_server' }, { name: 'codec' }],
    });
  });

  it('is said to be published, and an earlier one can be again', async () => {
    const { id } = await fresh();
    await world.publish(id, { note: 'One' });
    await world.publish(id, { note: 'Two' });
    expect((await publish(id, 2)).status).toBe(200);
    const before = await Promise.all([version(id, 1), version(id, 2)]);
    await publish(id, 1);
    const after = await Promise.all([1, 2].map((number, at) => known(id, number, before[at]?.body.version ?? 0)));
    expect(after.map(({ status, body: { state } }) => [status, state])).toEqual([
      [200, 'published'],
      [200, 'earlier'],
    ]);
    const said = (await world.service.records(topics.profiles)).filter(({ key }) => key === id);
    expect(said.map(({ message }) => message?.publishedVersion)).toEqual([0, 1, 2, 1]);
    expect(said.at(-1)?.message?.change?.fields).toEqual(['publishedVersion']);
    const { items } = (await world.request<{ items: VersionView[] }>('GET', `/${id}/versions`)).body;
    expect(items.map(({ number, state }) => [number, state])).toEqual([
      [2, 'earlier'],
      [1, 'published'],
    ]);
    expect((await world.request<ProfileView>('GET', `/${id}`)).body).toMatchObject({ publishedVersion: 1, version: 4 });
  });

  it('sets a text to nothing, which is another thing than not to set it', async () => {
    const { id } = await fresh();
    expect((await world.draft(id, { variables: [NTP], values: { ntp_server: '' } })).body.values).toEqual({ ntp_server: '' });
    expect((await change(id, 1, { note: 'Kept' })).body.values).toEqual({ ntp_server: '' });
    expect((await change(id, 1, { values: { ntp_server: null } })).status).toBe(400);
    expect((await change(id, 1, { values: {} })).body.values).toEqual({});
  });

  it('is refused with all that is wrong with its variables and values', async () => {
    const { id } = await fresh();
    const bad = [
      { ...NTP, default: 7 },
      { ...VLAN, default: 5000 },
      { ...CODEC, default: 'Opus' },
      { ...PIN, default: '1234' },
      { name: 'ntp_server', type: 'boolean' },
      { name: 'empty', type: 'choice' },
      { name: 'upside', type: 'integer', min: 2, max: 1 },
      { name: 'constructor', type: 'string' },
    ];
    expect(codes((await world.draft(id, { variables: bad })).body)).toEqual([
      'variables[0].default bad_value',
      'variables[1].default bad_value',
      'variables[2].default bad_value',
      'variables[3] bad_variable',
      'variables[4].name name_not_unique',
      'variables[5] bad_variable',
      'variables[6] bad_variable',
      'variables[7] bad_variable',
    ]);
    const values = { ntp_server: 'a'.repeat(21), vlan: 1.5, codec: true, nothing: 'x', admin_pin: '123456789' };
    const wrong = await world.draft(id, { variables: [NTP, VLAN, CODEC, PIN], values: { ...values, vlan: 0 } });
    expect(codes(wrong.body).toSorted()).toEqual([
      'values.admin_pin bad_value',
      'values.codec bad_value',
      'values.nothing unknown_variable',
      'values.ntp_server bad_value',
      'values.vlan bad_value',
    ]);
    expect((await world.draft(id, { variables: [VLAN], values: { vlan: 1.5 } })).status).toBe(400);
    expect((await world.draft(id, { variables: [NTP], values: { ntp_server: 'a\nb' } })).body.code).toBe('bad_content');
    expect((await world.draft(id, { variables: [{ ...NTP, name: '__proto__' }] })).status).toBe(400);
    for (const text of ['a\0b', '\ud800']) {
      expect((await world.draft(id, { templates: [{ file: 'a', format: 'text', text }] })).status).toBe(400);
      expect((await world.draft(id, { variables: [NTP], values: { ntp_server: text } })).status).toBe(400);
      expect((await world.draft(id, { variables: [{ ...NTP, default: text }] })).status).toBe(400);
      expect((await world.draft(id, { variables: [{ ...CODEC, choices: [text], default: text }] })).status).toBe(400);
      expect((await world.draft(id, { note: text })).status).toBe(400);
    }
  });

  it('keeps secrets sealed, shows them to nobody, and passes them on (PRV-03)', async () => {
    const { id } = await fresh();
    const draft = await world.draft(id, { variables: [PIN], values: { admin_pin: CANARY } });
    expect(draft.body.values).toEqual({ admin_pin: { secret: true } });
    expect((await change(id, 1, { note: 'Kept', values: { admin_pin: { secret: true } } })).body.values).toEqual({ admin_pin: { secret: true } });
    expect((await world.draft(id, { basedOn: 1 })).body.values).toEqual({ admin_pin: { secret: true } });
    expect(codes((await world.draft(id, { variables: [PIN], values: { admin_pin: { secret: true } } })).body)).toEqual(['values.admin_pin unknown_secret']);
    expect(codes((await world.draft(id, { variables: [PIN], values: { admin_pin: '4711 ' } })).body)).toEqual(['values.admin_pin outer_blanks']);
    const client = new Client({ connectionString: world.service.database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ content: string }>('select content::text as content from profile_versions where profile_id = $1', [id]);
    await client.end();
    expect(rows).toHaveLength(2);
    expect(rows.filter(({ content }) => content.includes('sealed') && !content.includes(CANARY))).toHaveLength(2);
  });

  it('is not made without end', async () => {
    const { id } = await fresh();
    for (let at = 0; at < 20; at += 1) await world.draft(id, {});
    expect((await world.draft(id, {})).body.code).toBe('too_many_drafts');
  });
});

describe('the versions of a profile', () => {
  it('are listed page by page, the newest first', async () => {
    const { id } = await fresh();
    for (let at = 0; at < 7; at += 1) await world.draft(id, { note: `Note ${at + 1}` });
    const numbers: number[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body }: { readonly body: Page<{ readonly number: number; readonly note: string }> } = await world.request(
        'GET',
        `/${id}/versions?limit=3${cursor && `&cursor=${cursor}`}`,
      );
      expect([body.total, body.items[0]?.note]).toEqual([{ value: 7, exact: true }, `Note ${body.items[0]?.number}`]);
      numbers.push(body.items.map(({ number }) => number));
      cursor = body.nextCursor;
    }
    expect(numbers).toEqual([[7, 6, 5], [4, 3, 2], [1]]);
    for (const bad of [
      'x',
      Buffer.from('[1.5]').toString('base64url'),
      Buffer.from('["3"]').toString('base64url'),
      Buffer.from('[99999999999]').toString('base64url'),
    ]) {
      expect([bad, (await world.request<Problem>('GET', `/${id}/versions?cursor=${bad}`)).body.code]).toEqual([bad, 'bad_cursor']);
    }
  });
});

describe('inheritance (PRV-01)', () => {
  it('is from a published profile, in no circle, through five at most', async () => {
    const line: ProfileView[] = [];
    const child = (parentId: string | undefined) => world.request<ProfileView>('POST', '', { body: { name: `Line ${(made += 1)}`, modelIds: [], parentId } });
    expect((await child(undefined)).status).toBe(400);
    for (let at = 0; at < 5; at += 1) {
      const profile = await fresh({ parentId: line.at(-1)?.id ?? null });
      if (at === 0)
        expect(codes((await world.request<Problem>('POST', '', { body: { name: 'Early', modelIds: profile.modelIds, parentId: profile.id } })).body)).toEqual([
          'parentId parent_not_published',
        ]);
      await world.publish(profile.id, {});
      line.push(profile);
    }
    const [first, second, , , last] = line;
    const inherit = async (id = '', parentId: string | null = null): Promise<string | undefined> =>
      (await world.request<Problem>('PATCH', `/${id}`, { body: { parentId } })).body.code;
    expect(await inherit(first?.id, last?.id)).toBe('inherits_from_itself');
    expect(await inherit(first?.id, first?.id)).toBe('inherits_from_itself');
    const above = await fresh();
    await world.publish(above.id, {});
    expect(await inherit(first?.id, above.id)).toBe('too_many_layers');
    expect(await inherit(second?.id, null)).toBeUndefined();
    expect(await inherit(first?.id, above.id)).toBeUndefined();
  });

  it('gives variables to set and not to bring again, and what a parent publishes must fit those below it', async () => {
    const base = await fresh({ shared: true });
    await world.publish(base.id, { variables: [NTP, VLAN], values: { vlan: 7 } });
    const north = await world.profile({ name: 'Below', parentId: base.id }, { resellerId: NORTH });
    const wrong = await world.draft(north.id, { variables: [{ ...NTP, default: null }], values: { codec: 'G.722' } }, { resellerId: NORTH });
    expect(codes(wrong.body)).toEqual(['variables[0].name variable_inherited', 'values.codec unknown_variable']);
    await world.publish(north.id, { variables: [CODEC], values: { vlan: 12 } }, { resellerId: NORTH });
    const narrower = await world.publish(base.id, { variables: [NTP, { ...VLAN, max: 10 }] });
    expect([narrower.status, narrower.body.code, codes(narrower.body)]).toEqual([409, 'breaks_inheriting', ['values.vlan bad_value']]);
    expect((await world.publish(base.id, { variables: [NTP, VLAN, CODEC] })).body.code).toBe('breaks_inheriting');
    expect((await world.publish(base.id, { variables: [NTP, { ...VLAN, max: 12 }] })).status).toBe(200);
    expect((await world.request<Problem>('PATCH', `/${north.id}`, { body: { parentId: null }, as: { resellerId: NORTH } })).body.code).toBe(
      'breaks_inheriting',
    );
  });

  it('of a shared profile is from a shared one: whoever uses it sees all that its phones get', async () => {
    const base = await fresh();
    await world.publish(base.id, { variables: [NTP] });
    const patch = (id: string, body: object) => world.request<Problem>('PATCH', `/${id}`, { body });
    const born = { name: `Born ${(made += 1)}`, modelIds: base.modelIds, shared: true, parentId: base.id };
    expect(codes((await world.request<Problem>('POST', '', { body: born })).body)).toEqual(['parentId parent_not_shared']);
    const [child, other] = [await fresh({ parentId: base.id }), await fresh({ shared: true })];
    expect(codes((await patch(child.id, { shared: true })).body)).toEqual(['parentId parent_not_shared']);
    expect(codes((await patch(other.id, { parentId: base.id })).body)).toEqual(['parentId parent_not_shared']);
    expect((await patch(base.id, { shared: true })).status).toBe(200);
    expect((await patch(child.id, { shared: true })).status).toBe(200);
    expect((await patch(base.id, { shared: false })).body).toMatchObject({ code: 'in_use', usedBy: [{ kind: 'profile', total: 1 }] });
    expect((await patch(child.id, { shared: false })).status).toBe(200);
    expect((await patch(base.id, { shared: false })).status).toBe(200);
  });

  it('of two changes at once that close a circle together, one is refused', async () => {
    const [one, other] = [await fresh(), await fresh()];
    await Promise.all([world.publish(one.id, {}), world.publish(other.id, {})]);
    const answers = await Promise.all([
      world.request('PATCH', `/${one.id}`, { body: { parentId: other.id } }),
      world.request('PATCH', `/${other.id}`, { body: { parentId: one.id } }),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 422]));
  });
});

describe('a version that is not there', () => {
  it('is not found, whatever it is called', async () => {
    const { id } = await fresh();
    for (const number of ['1', '0', '-1', '1.5', 'x', '99999999999']) {
      expect((await world.request('GET', `/${id}/versions/${number}`)).status).toBe(404);
    }
    expect((await version(id, 1)).body.code).toBe('not_found');
  });
});
