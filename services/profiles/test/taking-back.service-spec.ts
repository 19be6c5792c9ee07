// Real: the service with its PostgreSQL, event log and HTTP; inventory answers as the test says. What inventory itself does then: its device-references suite.
import { topics } from '@ringfleet/contracts';
import { Client } from 'pg';
import { C6821, NORTH, type Problem, ProfilesWorld, type ProfileView, T54 } from './support/profiles-world.js';

const DEVICE = { id: 'd', name: 'Desk 1' };

let world: ProfilesWorld;
let made = 0;
let minutes = 0;

beforeAll(async () => {
  world = await ProfilesWorld.start({ clock: () => new Date(Date.now() + minutes * 60_000) });
});
beforeEach(() => {
  world.devices = () => [];
  world.asked.length = 0;
});
afterAll(() => world.service.stop());

const fresh = (body: object = {}): Promise<ProfileView> => world.profile({ name: `Profile ${(made += 1)}`, ...body });
const remove = (id: string, ifMatch = '*') => world.request<Problem>('DELETE', `/${id}`, { headers: { 'if-match': ifMatch } });
const patch = (id: string, body: object) => world.request<Problem & ProfileView>('PATCH', `/${id}`, { body });
const said = async (id: string) => (await world.service.records(topics.profiles)).filter(({ key }) => key === id);

async function untilGone(id: string): Promise<void> {
  while ((await world.request('GET', `/${id}`)).status !== 404);
}

describe('a profile that nothing uses', () => {
  it('is deleted, with its versions: closed, asked for, gone (PRV-01, design.md §1)', async () => {
    const { id } = await fresh();
    await world.publish(id, {});
    expect((await remove(id, '"1"')).status).toBe(412);
    expect((await remove(id)).status).toBe(204);
    expect((await world.request('GET', `/${id}`)).status).toBe(404);
    expect((await said(id)).map(({ sequence, message }) => [sequence, message && { closing: message.closing, deleted: message.deleted }])).toEqual([
      [1, { closing: false, deleted: false }],
      [2, { closing: false, deleted: false }],
      [3, { closing: true, deleted: false }],
      [4, { closing: true, deleted: true }],
      [5, null],
    ]);
    expect(world.asked.at(-1)?.profiles).toMatchObject([{ sequence: 3n, state: { id, closing: true } }]);
  });
});

describe('a profile in use', () => {
  it('is not deleted, and says what uses it (PRV-01)', async () => {
    const { id } = await fresh();
    world.devices = () => [DEVICE];
    await world.publish(id, {});
    await fresh({ parentId: id });
    const { status, body } = await remove(id);
    expect([status, body.code, body.usedBy]).toEqual([
      409,
      'in_use',
      [expect.objectContaining({ kind: 'device', total: 1 }), expect.objectContaining({ kind: 'profile', total: 1 })],
    ]);
    expect((await world.request<{ items: object[] }>('GET', `/${id}/uses`)).body.items).toEqual(body.usedBy);
    expect((await said(id)).map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('is opened again when a device took it in the last moment', async () => {
    const { id } = await fresh();
    world.devices = ({ profiles }) => (profiles.length > 0 ? [DEVICE] : []);
    expect((await remove(id)).body.code).toBe('in_use');
    expect((await said(id)).map(({ message }) => message?.closing)).toEqual([false, true, false]);
    expect((await patch(id, { name: 'Still there' })).status).toBe(200);
  });

  it('keeps for its devices what they rest on: models and sharing are given back (PRV-01)', async () => {
    const { id, name } = await fresh({ shared: true, modelIds: [T54, C6821] });
    world.devices = ({ profiles }) => (profiles.length > 0 ? [DEVICE] : []);
    for (const body of [{ shared: false, name: 'Not so' }, { modelIds: [C6821] }]) expect((await patch(id, body)).body.code).toBe('in_use');
    expect((await world.request<ProfileView>('GET', `/${id}`)).body).toMatchObject({ name, shared: true, modelIds: [T54, C6821], version: 5 });
    expect((await said(id)).map(({ message }) => [message?.shared, message?.modelIds.length])).toEqual([
      [true, 2],
      [false, 2],
      [true, 2],
      [true, 1],
      [true, 2],
    ]);
    world.devices = () => [];
    expect((await patch(id, { shared: false, modelIds: [C6821] })).body).toMatchObject({ shared: false, modelIds: [C6821] });
  });

  it("stays shared while a reseller's profile inherits from it", async () => {
    const { id } = await fresh({ shared: true });
    await world.publish(id, {});
    await world.profile({ name: 'Heir', parentId: id }, { resellerId: NORTH });
    expect((await patch(id, { shared: false })).body).toMatchObject({ code: 'in_use', usedBy: [{ kind: 'profile', total: 1 }] });
    expect((await said(id)).length).toBe(2);
  });
});

describe('a change that is cut off before it is confirmed', () => {
  /** Unshares a profile; while inventory answers, the connection on which the answer would be written is lost. */
  async function cutOff(id: string, uses: readonly (typeof DEVICE)[]): Promise<void> {
    const superuser = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    const holder = new Client({ connectionString: world.service.database.ownerUrl });
    await Promise.all([superuser.connect(), holder.connect()]);
    world.devices = async () => {
      await holder.query('begin');
      await holder.query('lock table profiles in exclusive mode');
      return uses;
    };
    const answer = patch(id, { shared: false, name: `Unshared ${id}` });
    const lose = `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and wait_event_type = 'Lock' and query ilike '%profiles%'`;
    const [{ database } = { database: '' }] = (await holder.query<{ database: string }>('select current_database() as database')).rows;
    while ((await superuser.query(lose, [database])).rowCount === 0);
    expect((await answer).status).toBeGreaterThanOrEqual(500);
    await Promise.all([superuser.end(), holder.end()]);
  }

  it.each([
    ['has its end where nothing rests on it', [], false],
    ['is given back where something does', [DEVICE], true],
  ])('%s, and nothing else comes between (PRV-01, design.md §1)', async (_, uses, shared) => {
    const { id } = await fresh({ shared: true });
    await cutOff(id, uses);
    expect((await world.request<ProfileView>('GET', `/${id}`)).body).toMatchObject({ shared: false, version: 2 });
    world.devices = () => [];
    expect([(await patch(id, { name: 'Other' })).body.code, (await remove(id)).body.code]).toEqual(['changed_meanwhile', 'changed_meanwhile']);
    world.devices = () => uses;
    minutes += 1;
    await world.service.restart();
    while ((await patch(id, { name: `Open again ${id}` })).status !== 200);
    expect((await world.request<ProfileView>('GET', `/${id}`)).body).toMatchObject({ shared, version: shared ? 4 : 3 });
    expect((await said(id)).map(({ message }) => message?.shared)).toEqual(shared ? [true, false, true, true] : [true, false, false]);
  });
});

describe('without inventory', () => {
  it('nothing is taken back, and nothing deleted; what was begun is ended when it is there again', async () => {
    const { id } = await fresh({ shared: true });
    await world.withoutInventory(async () => {
      expect((await remove(id)).status).toBe(503);
      expect((await patch(id, { shared: false })).status).toBe(503);
    });
    expect((await world.request<ProfileView>('GET', `/${id}`)).body.shared).toBe(true);
    // It goes away between the two questions.
    world.devices = () => {
      world.service.addresses.silence('inventory');
      return [];
    };
    expect((await remove(id)).status).toBe(503);
    expect((await patch(id, { name: 'Closed' })).body.code).toBe('being_deleted');
    world.devices = () => [];
    await world.withoutInventory(async () => undefined);
    // Whoever starts a minute later ends it.
    minutes += 1;
    await world.service.restart();
    await untilGone(id);
    expect((await said(id)).slice(-2).map(({ message }) => message?.deleted)).toEqual([true, undefined]);
  });
});
