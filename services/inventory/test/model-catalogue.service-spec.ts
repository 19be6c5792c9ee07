// Real: inventory with its PostgreSQL, its event log and HTTP.
import { topics } from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';

interface Model {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly ports: number;
  readonly macPrefixes: readonly string[];
  readonly version: number;
  readonly code?: string;
}

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
});
