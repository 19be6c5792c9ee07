// Real: inventory with its PostgreSQL, its event log and HTTP.
import { topics } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import { customerState, profileState, siteState, tellProfiles, tellTenants } from './support/inventory.js';

interface Model {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly ports: number;
  readonly macPrefixes: readonly string[];
  readonly version: number;
  readonly code?: string;
  readonly usedBy?: readonly object[];
}

const direct = customerState('Acme buyers');

let service: TestService;

beforeAll(async () => {
  service = await startTestService(inventory);
});
afterAll(() => service.stop());

const all = async (): Promise<readonly Model[]> => (await service.request<{ items: readonly Model[] }>('/api/v1/models?limit=200')).body.items;
const named = async (name: string): Promise<Model | undefined> => (await all()).find((model) => model.name === name);
const post = (body: object, as?: object) => service.request<Model>('/api/v1/models', { method: 'POST', body, ...(as && { as }) });
const patch = (id: string, body: object, ifMatch = '*') =>
  service.request<Model>(`/api/v1/models/${id}`, { method: 'PATCH', body, headers: { 'if-match': ifMatch } });
const remove = (id: string, ifMatch = '*', as?: Who) =>
  service.request<Model>(`/api/v1/models/${id}`, { method: 'DELETE', headers: { 'if-match': ifMatch }, as });

/** As a home has it that an earlier release made. */
async function earlier(statement: string): Promise<void> {
  const sql = new Client({ connectionString: service.database.ownerUrl });
  await sql.connect();
  await sql.query(statement);
  await sql.end();
  await service.restart();
}

describe('the model catalogue', () => {
  it('is shipped with more than sixty models of ten vendors, the demo ones as they are (INV-13)', async () => {
    const models = await all();
    expect(models.length).toBeGreaterThanOrEqual(60);
    expect(new Set(models.map(({ vendor }) => vendor)).size).toBeGreaterThanOrEqual(10);
    const demo = { 'Yealink SIP-T21P E2': 2, 'Cisco 6821': 2, 'Grandstream HT814': 4, 'Gigaset N870 IP PRO': 20, 'Mitel 6940': 24, 'Panasonic KX-HDV230': 6 };
    expect(models.filter(({ name }) => name in demo).map(({ name, ports }) => [name, ports])).toEqual(expect.arrayContaining(Object.entries(demo)));
    expect(await named('Gigaset N870 IP PRO')).toMatchObject({
      dectBase: true,
      dectMulticell: true,
      macPrefixes: expect.arrayContaining(['7C2F80']),
      configFiles: ['{mac}.xml'],
    });
    expect(await named('Cisco SPA504G')).toMatchObject({ configFiles: ['spa504G.cfg', '{mac}.xml'] });
    for (const model of models)
      expect([model.name, model.ports > 0, model.macPrefixes.every((prefix) => /^[0-9A-F]{6}$/.test(prefix))]).toEqual([model.name, true, true]);
  });

  it('gets new models and better facts at the next start, each said once; what the provider changed stays (INV-13)', async () => {
    const before = await all();
    const own = await named('Fanvil X5U');
    expect((await patch(own?.id ?? '', { firmware: '2.12.1' })).status).toBe(200);
    await earlier(`delete from models where name = 'VVX 350'; update models set mac_prefixes = '{}' where name in ('D785', 'X5U')`);
    expect((await all()).map(({ name }) => name)).toEqual(before.map(({ name }) => name));
    expect(await named('Snom D785')).toMatchObject({ macPrefixes: ['000413'], version: 2 });
    expect(await named('Fanvil X5U')).toMatchObject({ macPrefixes: [], firmware: '2.12.1', version: 2 });
    await service.restart();
    const snom = (await service.records(topics.models)).filter(({ message }) => message?.name === 'D785');
    expect(snom.map(({ sequence, message }) => [sequence, message?.change?.fields])).toEqual([
      [1, ['vendor', 'name', 'ports']],
      [2, ['macPrefixes']],
    ]);
  });

  it('takes models of the provider, and of nobody else (INV-13, DIR-02a)', async () => {
    const body = { vendor: 'Acme', name: 'Phone One', ports: 3, macPrefixes: ['00AABB'], configFiles: ['{mac}.cfg'], expansionModules: 1 };
    expect((await post(body, { role: 'operator' })).status).toBe(403);
    const { status, headers, body: model } = await post(body);
    expect([status, headers.get('etag'), model]).toMatchObject([201, '"1"', { ...body, name: 'Acme Phone One' }]);
    expect((await post({ ...body, name: ' PHONE ONE' })).body.code).toBe('name_not_unique');
    expect((await post({ ...body, name: 'Two', macPrefixes: ['x'] })).status).toBe(400);
    expect((await patch(model.id, { ports: 4 }, '"7"')).status).toBe(412);
    expect((await patch(model.id, { ports: 4 }, '"1"')).body).toMatchObject({ ports: 4, version: 2 });
    const device = { name: 'Of Acme', model: model.id, macAddress: '00:AA:BB:00:00:01' };
    expect((await service.request<{ totalPorts: number }>('/api/v1/devices', { method: 'POST', body: device })).body.totalPorts).toBe(4);
    expect((await patch(model.id, { ports: 5 })).body.code).toBe('model_in_use');
    expect((await patch(model.id, { name: 'Phone 1' })).body).toMatchObject({ name: 'Acme Phone 1' });
  });

  it('keeps the name that the provider gave a shipped model, at every start (INV-13)', async () => {
    const shipped = await named('Snom D785');
    expect((await patch(shipped?.id ?? '', { name: 'D785N' })).body).toMatchObject({ name: 'Snom D785N' });
    await service.restart();
    expect(await named('Snom D785N')).toMatchObject({ id: shipped?.id, version: (shipped?.version ?? 0) + 1 });
    expect(await named('Snom D785')).toBeUndefined();
  });

  it('gives up a model of the provider that nothing uses, and says by what another is used (INV-13)', async () => {
    const { body: model } = await post({ vendor: 'Acme', name: 'Short lived', ports: 2 });
    const device = (body: object) => service.request<{ id: string }>('/api/v1/devices', { method: 'POST', body: { model: model.id, ...body } });
    const { body: first } = await device({ name: 'Lives on', macAddress: '00:AA:BB:00:00:02' });
    const profile = profileState({ name: 'Of Acme', shared: true, modelIds: [model.id] });
    const site = siteState('Acme only', direct, [model.id]);
    await tellProfiles(service, [profile]);
    await tellTenants(service, [direct, site]);
    const refused = await remove(model.id);
    expect([refused.status, refused.body.code]).toEqual([409, 'in_use']);
    expect(refused.body.usedBy).toEqual([
      { kind: 'device', total: 1, items: [{ id: first.id, name: 'Lives on' }] },
      { kind: 'profile', total: 1, items: [{ id: profile.id, name: 'Of Acme' }] },
      { kind: 'site', total: 1, items: [{ id: site.id, name: 'Acme only' }] },
    ]);
    await service.tell(topics.profiles, [{ key: profile.id, sequence: 2, message: { ...profile, modelIds: [] } }]);
    await service.tell(topics.tenants, [{ key: site.id, sequence: 2, message: { ...siteState('Acme only', direct), id: site.id } }]);
    await service.request(`/api/v1/devices/${first.id}`, { method: 'DELETE', headers: { 'if-match': '*' } });
    expect([(await remove(model.id, '"7"')).status, (await remove(model.id, '*', { role: 'operator' })).status]).toEqual([412, 403]);
    expect((await remove(model.id)).status).toBe(204);
    expect([(await remove(model.id)).status, (await patch(model.id, { ports: 3 })).status, await named('Acme Short lived')]).toEqual([404, 404, undefined]);
    expect((await device({ name: 'Too late', macAddress: '00:AA:BB:00:00:03' })).status).toBe(422);
    const said = (await service.records(topics.models)).filter(({ key }) => key === model.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.deleted])).toEqual([
      [1, false],
      [2, true],
      [3, undefined],
    ]);
    expect((await post({ vendor: 'Acme', name: 'Short lived', ports: 2 })).status).toBe(201);
  });

  it('keeps the models that it is shipped with (INV-13)', async () => {
    const model = await named('Fanvil X5U');
    expect((await remove(model?.id ?? '')).body.code).toBe('model_shipped');
  });

  it('has no device of a model that is deleted while 32 clients add devices of it (INV-13)', async () => {
    const { body: model } = await post({ vendor: 'Acme', name: 'Raced for', ports: 2 });
    const adding = Array.from({ length: 32 }, (_, n) =>
      service.request('/api/v1/devices', {
        method: 'POST',
        body: { name: `Racer ${n}`, model: model.id, macAddress: `00:AA:BB:00:01:${(n + 16).toString(16)}` },
      }),
    );
    const [{ status }, ...added] = await Promise.all([remove(model.id), ...adding]);
    const statuses = added.map((answer) => answer.status);
    expect([204, 409]).toContain(status);
    expect(new Set(statuses)).toEqual(new Set(statuses.filter((one) => one === 201 || one === 422)));
    const there = (await service.request<{ total: { value: number } }>(`/api/v1/devices?model=${model.id}`)).body.total.value;
    expect([there, there > 0]).toEqual([statuses.filter((one) => one === 201).length, status === 409]);
  });
});
