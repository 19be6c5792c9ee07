// Real: inventory with its PostgreSQL, its event log and HTTP. directory, profiles and files are what the test says in their place.
import { topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import type { TestAnswer, Who } from '@ringfleet/testing/service-harness';
import { ALPINE, alpine, type DeviceWorld, HARBOUR, harbour, NORTH, north, type Problem, quay, startDeviceWorld, told } from './support/device-world.js';
import { deviceEvents } from './support/inventory.js';

let world: DeviceWorld;
interface Field {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly owner: object | null;
  readonly choices: readonly string[];
}
type FieldAnswer = TestAnswer<Field & Problem>;

let made = 0;
const define = (body: object, as?: Who): Promise<FieldAnswer> => world.service.request('/api/v1/custom-fields', { method: 'POST', body, as });
const defined = async (body: object, as?: Who): Promise<Field> => {
  const answer = await define({ name: `Field ${++made}`, kind: 'text', ...body }, as);
  expect([answer.status, answer.body.errors]).toEqual([201, undefined]);
  return answer.body;
};
const ask = (field: Field, method: string, { as, body, query = '' }: { as?: Who; body?: object; query?: string } = {}): Promise<FieldAnswer> =>
  world.service.request(`/api/v1/custom-fields/${field.id}${query}`, { method, body, as, headers: { 'if-match': `"${field.version}"` } });
const fieldsOf = async (as?: Who): Promise<string[]> =>
  (await world.service.request<{ items: readonly Field[] }>('/api/v1/custom-fields?limit=200', { as })).body.items.map(({ name }) => name);

beforeAll(async () => {
  world = await startDeviceWorld();
});
afterAll(() => world.service.stop());

describe('a custom field', () => {
  it('is defined, renamed and said to other systems (INV-16)', async () => {
    const floor = await defined({ name: 'Étage', kind: 'choice', choices: ['Ground', 'First'] });
    expect(floor).toMatchObject({ owner: null, kind: 'choice', choices: ['Ground', 'First'], internal: false, version: 1 });
    const changed = await ask(floor, 'PATCH', { body: { name: 'Floor', choices: ['First', 'Ground', 'Attic'] } });
    expect(changed.body).toMatchObject({ name: 'Floor', choices: ['First', 'Ground', 'Attic'], version: 2 });
    expect((await ask(floor, 'PATCH', { body: { name: 'Late' } })).status).toBe(412);
    const said = (await world.service.records(topics.customFields)).filter(({ key }) => key === floor.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.name, message?.change?.fields])).toEqual([
      [1, 'Étage', ['name', 'kind', 'choices', 'internal']],
      [2, 'Floor', ['name', 'choices']],
    ]);
  });

  it.each([
    [{ name: ' ÉTAGE two' }, '409 name name_not_unique'],
    [{ name: 'etage twos' }, '409 name name_not_unique'], // a file could not tell them apart (IMP-02)
    [{ name: 'North / Floor' }, '422 name bad_name'],
    [{ kind: 'choice' }, '422 choices missing_value'],
    [{ kind: 'date', choices: ['a'] }, '422 choices bad_choice'],
    [{ kind: 'choice', choices: ['a', 'A'] }, '422 choices bad_choice'],
    [{ kind: 'choice', choices: ['None'] }, '422 choices bad_choice'],
    [{ kind: 'colour' }, '400 kind is_in'],
  ])('is not defined as %j (INV-16)', async (body, expected) => {
    await define({ name: 'Étage two', kind: 'text' });
    expect(told(await define({ name: `Field ${++made}`, kind: 'text', ...body }))).toBe(expected);
  });

  it('is its owner’s: another reseller learns nothing of it, may have one of the same name, and changes none (DIR-02a, DIR-03)', async () => {
    const shared = await defined({ name: 'Shelf' });
    await defined({ name: 'Price', kind: 'number', internal: true });
    const norths = await defined({ name: 'Rack' }, NORTH);
    await defined({ name: 'Rack' }, HARBOUR);
    await defined({ name: 'Margin', kind: 'number', internal: true }, NORTH);
    const seen = async (as?: Who): Promise<string[]> => (await fieldsOf(as)).filter((name) => ['Shelf', 'Price', 'Rack', 'Margin'].includes(name));
    expect(await seen()).toEqual(['Margin', 'Price', 'Rack', 'Rack', 'Shelf']);
    expect(await seen(NORTH)).toEqual(['Margin', 'Rack', 'Shelf']);
    expect(await seen(HARBOUR)).toEqual(['Rack', 'Shelf']);
    expect(await seen(ALPINE)).toEqual(['Rack', 'Shelf']);
    const unknown = { ...norths, id: newId() };
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const [theirs, none] = await Promise.all([norths, unknown].map((field) => ask(field, method, { as: HARBOUR, ...(method === 'PATCH' && { body: {} }) })));
      expect([method, theirs?.status, theirs?.body]).toEqual([method, 404, none?.body]);
    }
    expect((await ask(shared, 'PATCH', { as: NORTH, body: { name: 'Mine' } })).status).toBe(403);
    expect((await ask(shared, 'DELETE', { as: NORTH })).status).toBe(403);
    expect((await define({ name: 'Ours', kind: 'text' }, ALPINE)).status).toBe(403);
  });
});

describe('the values of a device', () => {
  it('are given, read, changed and emptied, and stand in events and in the history (INV-14, INV-16)', async () => {
    const [note, weight, bought, floor] = await Promise.all([
      defined({ kind: 'text' }),
      defined({ kind: 'number' }),
      defined({ kind: 'date' }),
      defined({ kind: 'choice', choices: ['Ground', 'First'] }),
    ]);
    const device = await world.add({ custom: { [note.id]: ' Loan ', [weight.id]: 12.5, [bought.id]: '2026-02-28', [floor.id]: 'first' } });
    expect(device['custom']).toEqual({ [note.id]: 'Loan', [weight.id]: 12.5, [bought.id]: '2026-02-28', [floor.id]: 'First' });
    const { body } = await world.patch(device.id, { custom: { [weight.id]: 0, [note.id]: null, [floor.id]: 'First' } });
    expect(body['custom']).toEqual({ [weight.id]: 0, [bought.id]: '2026-02-28', [floor.id]: 'First' });
    expect((await world.patch(device.id, { custom: { [weight.id]: 0 } })).body.version).toBe(2);
    const history = await world.service.request<{ items: { changes: object[] }[] }>(`/api/v1/devices/${device.id}/history`);
    expect(history.body.items[0]?.changes).toEqual(
      expect.arrayContaining([
        { field: `custom.${weight.id}`, label: weight.name, from: 12.5, to: 0 },
        { field: `custom.${note.id}`, label: note.name, from: 'Loan', to: null },
      ]),
    );
    const events = (await deviceEvents(world.service)).filter(({ key }) => key === device.id);
    expect(events.map(({ message }) => message?.customValues.find(({ fieldId }) => fieldId === weight.id)?.value)).toEqual([
      { case: 'number', value: 12.5 },
      { case: 'number', value: 0 },
    ]);
    expect(events[1]?.message?.change?.fields.toSorted()).toEqual([`custom.${note.id}`, `custom.${weight.id}`].toSorted());
  });

  it('are refused field by field where they are none of their kind (INV-16)', async () => {
    const [note, weight, bought, floor] = await Promise.all([
      defined({ kind: 'text' }),
      defined({ kind: 'number' }),
      defined({ kind: 'date' }),
      defined({ kind: 'choice', choices: ['Ground'] }),
    ]);
    const wrong: (readonly [Field, unknown, string])[] = [
      [note, 'a\nb', 'bad_name'],
      [note, 'é'.repeat(256), 'value_too_long'],
      [weight, '12,5', 'bad_number'],
      [weight, '1234567890123456', 'bad_number'],
      [weight, 1e21, 'bad_number'],
      [bought, '2026-02-29', 'bad_date'],
      [bought, '21.11.2026', 'bad_date'],
      [floor, 'Attic', 'unknown_choice'],
      [{ ...floor, id: newId() }, 'x', 'unknown_field'],
    ];
    for (const [field, value, code] of wrong) {
      const answer = await world.post(world.fresh({ custom: { [field.id]: value } }));
      expect([value, told(answer)]).toEqual([value, `422 custom.${field.id} ${code}`]);
    }
    expect((await world.post(world.fresh({ custom: { [note.id]: true } }))).status).toBe(400);
    expect((await world.post(world.fresh({ custom: { note: 'x' } }))).status).toBe(400);
  });

  it('of a reseller’s fields are for its devices, seen by its side, and gone when the device is another’s (INV-04, INV-05)', async () => {
    const [own, secret] = [await defined({}, NORTH), await defined({ internal: true }, NORTH)];
    const cost = await defined({ kind: 'number', internal: true });
    const { id } = await world.add({ managedBy: north.id, assignedTo: alpine.id, custom: { [own.id]: 'a', [secret.id]: 'b', [cost.id]: 7 } });
    expect((await world.read(id))['custom']).toEqual({ [own.id]: 'a', [secret.id]: 'b', [cost.id]: 7 });
    expect((await world.read(id, NORTH))['custom']).toEqual({ [own.id]: 'a', [secret.id]: 'b' });
    expect((await world.read(id, ALPINE))['custom']).toEqual({ [own.id]: 'a' });
    const history = await world.service.request<object>(`/api/v1/devices/${id}/history`, { as: ALPINE });
    expect(JSON.stringify(history.body)).not.toContain(cost.id);
    expect(told(await world.patch(id, { custom: { [cost.id]: 8 } }, NORTH))).toBe(`422 custom.${cost.id} unknown_field`);
    expect(told(await world.patch(id, { custom: { [own.id]: 'mine' } }, ALPINE))).toBe(`403 custom.${own.id} not_permitted`);
    const elsewhere = await world.add({ managedBy: harbour.id });
    expect(told(await world.patch(elsewhere.id, { custom: { [own.id]: 'x' } }))).toBe(`422 custom.${own.id} field_of_another_reseller`);
    const moved = await world.patch(id, { managedBy: harbour.id, assignedTo: quay.id });
    expect(moved.body.cleared).toEqual(expect.arrayContaining([`custom.${own.id}`, `custom.${secret.id}`]));
    expect(moved.body['custom']).toEqual({ [cost.id]: 7 });
  });

  it('of a shared device are set by who holds it in its own fields alone, and go with it (INV-05)', async () => {
    const [ours, theirs] = [await defined({}), await defined({}, NORTH)];
    const { id } = await world.add({ sharedWithResellers: true, custom: { [ours.id]: 'kept' } });
    expect((await world.patch(id, { assignedTo: alpine.id, custom: { [theirs.id]: 'x' } }, NORTH)).body['custom']).toEqual({
      [ours.id]: 'kept',
      [theirs.id]: 'x',
    });
    expect(told(await world.patch(id, { custom: { [ours.id]: 'y' } }, NORTH))).toBe(`403 custom.${ours.id} not_permitted`);
    const released = await world.put(`${id}/assignment`, { customerId: null }, NORTH);
    expect([released.status, (await world.read(id))['custom']]).toEqual([204, { [ours.id]: 'kept' }]);
  });
});

describe('the list', () => {
  const list = async (query: string, as?: Who): Promise<{ status: number; names: string[]; next: string | null }> => {
    const { status, body } = await world.service.request<Problem & { items?: readonly { name: string }[]; nextCursor?: string | null }>(
      `/api/v1/devices?${query}`,
      { as },
    );
    return { status, names: body.items?.map(({ name }) => name) ?? [body.errors?.[0]?.code ?? ''], next: body.nextCursor ?? null };
  };

  it('is filtered by a field of each kind, sorted by each, and those without a value come last (INV-10, INV-16)', async () => {
    const [note, weight, bought, floor] = await Promise.all([
      defined({ kind: 'text' }),
      defined({ kind: 'number' }),
      defined({ kind: 'date' }),
      defined({ kind: 'choice', choices: ['Ground', 'First'] }),
    ]);
    const values: readonly [string, object][] = [
      ['Listed a', { [note.id]: 'Été', [weight.id]: 10, [bought.id]: '2026-01-01', [floor.id]: 'Ground' }],
      ['Listed b', { [note.id]: 'Loan: 5%', [weight.id]: -2.5, [floor.id]: 'First' }],
      ['Listed c', { [weight.id]: 9, [bought.id]: '2026-03-01' }],
      ['Listed d', {}],
    ];
    for (const [name, custom] of values) await world.add({ name, custom });
    const found = async (query: string): Promise<string> => (await list(`q=listed&${query}`)).names.map((name) => name.slice(-1)).join('');
    expect(await found(`custom=${note.id}:ÉT`)).toBe('a');
    expect(await found(`custom=${note.id}:${encodeURIComponent(': 5%')}`)).toBe('b');
    expect(await found(`custom=${weight.id}:9..`)).toBe('ac');
    expect(await found(`custom=${weight.id}:9`)).toBe('c');
    expect(await found(`custom=${weight.id}:none`)).toBe('d');
    expect(await found(`custom=${bought.id}:..2026-02-01`)).toBe('a');
    expect(await found(`custom=${floor.id}:first&custom=${weight.id}:..0`)).toBe('b');
    expect(await found(`sort=custom.${weight.id}`)).toBe('bcad');
    expect(await found(`sort=-custom.${weight.id},name`)).toBe('acbd');
    const page = await list(`q=listed&sort=custom.${bought.id}&limit=3`);
    expect(page.names).toEqual(['Listed a', 'Listed c', 'Listed b']);
    const rest = await list(`q=listed&sort=custom.${bought.id}&limit=3&cursor=${page.next}`);
    expect(rest.names).toEqual(['Listed d']);
    for (const wrong of [
      `custom=${weight.id}:many`,
      `custom=${bought.id}:2026`,
      `custom=${floor.id}:Attic`,
      'custom=x:y',
      `custom=${note.id}`,
      `custom=${note.id}:%00`,
    ])
      expect([wrong, await list(wrong)]).toEqual([wrong, expect.objectContaining({ status: 400, names: ['bad_filter'] })]);
  });

  it('of one who does not see a field is neither filtered nor sorted by it, as if there were none (DIR-03)', async () => {
    const theirs = await defined({}, HARBOUR);
    const ours = await defined({ internal: true });
    for (const query of [(id: string) => `custom=${id}:x`, (id: string) => `sort=custom.${id}`]) {
      const answers = await Promise.all([theirs.id, ours.id, newId()].map((id) => list(query(id), NORTH)));
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    }
  });

  it('gives what a batch takes: all that match a custom field (INV-12)', async () => {
    const note = await defined({});
    await world.add({ custom: { [note.id]: 'scrap' } });
    await world.add({});
    const body = { select: { filter: { custom: [`${note.id}:scrap`] } }, change: { delete: true } };
    const { body: preview } = await world.service.request<{ count: number }>('/api/v1/device-batches/preview', { method: 'POST', body });
    expect(preview.count).toBe(1);
  });
});

describe('a field that devices have values of', () => {
  it('keeps the choices that are used, and is deleted only by who knows that (INV-16)', async () => {
    const floor = await defined({ kind: 'choice', choices: ['Ground', 'First'] });
    const device = await world.add({ custom: { [floor.id]: 'Ground' } });
    expect(told(await ask(floor, 'PATCH', { body: { choices: ['First'] } }))).toBe('409 choices choice_in_use');
    const refused = await ask(floor, 'DELETE');
    expect([refused.status, refused.body.code]).toEqual([409, 'field_in_use']);
    expect((await ask(floor, 'DELETE', { query: '?withValues=true' })).status).toBe(204);
    expect((await world.read(device.id))['custom']).toEqual({});
    expect((await ask(floor, 'GET')).status).toBe(404);
    const history = await world.service.request<{ items: { changes: object[] }[] }>(`/api/v1/devices/${device.id}/history`);
    expect(history.body.items[0]?.changes).toEqual(expect.arrayContaining([{ field: `custom.${floor.id}`, label: floor.name, from: null, to: 'Ground' }]));
    expect((await defined({ name: floor.name })).version).toBe(1);
    expect((await world.patch(device.id, { description: 'still changes' })).status).toBe(200);
    expect((await world.remove(device.id)).status).toBe(204);
    const said = (await world.service.records(topics.customFields)).filter(({ key }) => key === floor.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.deleted])).toEqual([
      [1, false],
      [2, true],
      [3, undefined],
    ]);
  });
});
