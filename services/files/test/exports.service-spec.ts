// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP, Connect's transport. Inventory is stood in for on its side of the contract.
import { decode, topics } from '@ringfleet/contracts';
import { newId, systemClock } from '@ringfleet/kernel';
import { bytesAsSource, readSpreadsheet } from '@ringfleet/spreadsheets';
import { startTestService, type TestAnswer, type TestService, type Who } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import type { ExportView } from '../src/exports/export-view.js';
import { files } from '../src/index.js';
import { Sweep } from '../src/sweep/sweep.js';
import { FLOOR, RACK, refusalOf, StandInLists } from './support/stand-in-lists.js';

const DAY_MS = 86_400_000;
const NORTH: Who = { id: newId(), resellerId: newId() };
const HARBOUR: Who = { resellerId: newId() };
const inventory = new StandInLists();
let service: TestService;
let ahead = 0;

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: inventory.routes }, clock: () => new Date(systemClock().getTime() + ahead) });
});

afterAll(() => service.stop());

const start = (body: object = {}, as: Who = NORTH, key?: string): Promise<TestAnswer<{ id: string; code?: string }>> =>
  service.request('/api/v1/exports', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify(body),
    as,
  });
const view = async (id: string, as: Who = NORTH): Promise<ExportView> => (await service.request<ExportView>(`/api/v1/exports/${id}`, { as })).body;

/** The export once an event says that it is over. */
async function over(id: string): Promise<ExportView> {
  const stop = new AbortController();
  for await (const { value } of service.ports.eventLog.read(topics.exports.name, { from: 'start', follow: true, signal: stop.signal })) {
    const event = value && decode(topics.exports, value);
    if (event && event.exportId === id && event.event.case !== 'accepted') stop.abort();
  }
  return view(id);
}

async function finished(body: object = {}, as: Who = NORTH): Promise<ExportView> {
  const { body: accepted } = await start(body, as);
  return over(accepted.id);
}

async function fileAt(url: string): Promise<{ status: number; bytes: Uint8Array; headers: Headers }> {
  const response = await fetch(`${service.url}${url}`);
  return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()), headers: response.headers };
}

async function rowsOf(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const batch of readSpreadsheet(bytesAsSource(bytes)).batches) rows.push(...batch.map(({ cells }) => [...cells]));
  return rows;
}

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of service.ports.objects.list('exports/')) keys.push(key);
  return keys;
}

describe('an export', () => {
  it.each(['csv', 'xls', 'xlsx'])('as %s has the headers and words of the import, and is told by events (EXP-01, EXP-01a, EXP-02)', async (format) => {
    const done = await finished({ format, filter: { q: 'phone', customerOwned: false }, sort: '-name' });
    expect(done).toMatchObject({ state: 'completed', rows: 250, format, progress: null });
    expect(inventory.streams.at(-1)?.selection).toMatchObject({
      q: 'phone',
      filters: { customerOwned: 'false' },
      sort: '-name',
      principal: { resellerId: NORTH.resellerId },
    });
    const { bytes, headers } = await fileAt(done.download?.url ?? '');
    expect(headers.get('content-disposition')).toContain(done.fileName);
    expect([bytes.length, headers.get('content-length')]).toEqual([done.sizeBytes, String(done.sizeBytes)]);
    const [header, first, second, ...rest] = await rowsOf(bytes);
    const named = (cells: readonly string[] = []) => Object.fromEntries((header ?? []).map((name, index) => [name, cells[index] ?? '']));
    expect(header?.slice(0, 6)).toEqual(['Action', 'Name', 'Device model', 'MAC address', 'Managed by', 'CPE profile']);
    expect(named(first)).toMatchObject({
      Action: 'Add',
      Name: 'phone-0',
      'Managed by': 'Administrator only',
      'Shared with reseller': 'Y',
      'ASCII/AES key': '',
      Secret: '',
    });
    expect(named(first)).toMatchObject({
      Extensions: '100, 101',
      'Free ports': '0',
      State: 'In service',
      Status: 'Registered',
      Created: '2026-11-21 17:49:36',
      'MAC plain': '000000000000',
    });
    expect(named(second)).toMatchObject({
      'Managed by': 'North Telecom',
      'Tenant customer name': 'Alpine Dental',
      'Shared with reseller': 'N',
      'Customer-owned': 'N',
    });
    expect(named(rest[5])).toMatchObject({ Name: '=phone-7', Description: 'two\nlines, "quoted"' });
    expect(rest).toHaveLength(248);
    const said = (await service.records(topics.exports)).filter(({ key }) => key === done.id);
    expect(said.map(({ sequence, message }) => [sequence, message?.event.case])).toEqual([
      [1, 'accepted'],
      [2, 'finished'],
    ]);
    expect(said[0]?.headers).toMatchObject({ rf_reseller: NORTH.resellerId });
  });

  it('has the columns asked for, and those that import cannot do without', async () => {
    const done = await finished({ columns: ['site', 'totalPorts'] });
    const [header] = await rowsOf((await fileAt(done.download?.url ?? '')).bytes);
    const needed = ['Managed by', 'Shared with reseller', 'Tenant customer name', 'Site'];
    expect(header).toEqual(['Action', 'Name', 'Device model', 'MAC address', ...needed, 'Virtual phone provisioning', 'Total ports']);
    expect(await start({ columns: ['password'] })).toMatchObject({ status: 400, body: { code: 'bad_columns' } });
    expect(await start({ filter: { q: ['a'] } })).toMatchObject({ status: 400, body: { code: 'bad_filter' } });
  });

  it('has the custom fields behind the columns that import reads, all or those asked for, and takes filters by them (EXP-01, INV-16)', async () => {
    const all = await rowsOf((await fileAt((await finished()).download?.url ?? '')).bytes);
    const at = all[0]?.indexOf('Floor') ?? 0;
    expect(all[0]?.slice(at - 1, at + 3)).toEqual(['Virtual phone provisioning', 'Floor', 'North Telecom / Site', 'Total ports']);
    expect(all.slice(1, 4).map((row) => row[at])).toEqual(['Ground', '', 'Ground']);
    const done = await finished({ columns: [`custom.${RACK}`], filter: { custom: [`${FLOOR}:Ground`] } });
    const [header] = await rowsOf((await fileAt(done.download?.url ?? '')).bytes);
    expect(header?.slice(4)).toEqual(['Managed by', 'Shared with reseller', 'Tenant customer name', 'Virtual phone provisioning', 'North Telecom / Site']);
    expect(inventory.streams.at(-1)?.selection?.filters).toEqual({ [`custom.${FLOOR}`]: 'Ground' });
    await finished({ columns: ['name'], filter: { custom: `${FLOOR}:First` } });
    expect(inventory.streams.at(-1)?.selection?.filters).toEqual({ [`custom.${FLOOR}`]: 'First' });
    expect(await start({ columns: [`custom.${newId()}`] })).toMatchObject({ status: 400, body: { code: 'bad_columns' } });
    expect(await start({ filter: { custom: ['Floor:Ground'] } })).toMatchObject({ status: 400, body: { code: 'bad_filter' } });
  });

  it('is made once for one idempotency key', async () => {
    const key = newId();
    const [one, again] = [await start({}, NORTH, key), await start({}, NORTH, key)];
    expect([one.status, again.status, again.body.id]).toEqual([202, 202, one.body.id]);
    expect(await start({ format: 'xlsx' }, NORTH, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    await over(one.body.id);
  });

  it('is refused as inventory says, when it is asked for and when it is made (DIR-06)', async () => {
    const { waiting } = inventory.hold();
    const { body } = await start();
    await waiting;
    inventory.refusal = refusalOf(403, 'section_absent');
    expect(await start()).toMatchObject({ status: 403, body: { code: 'section_absent' } });
    inventory.release();
    inventory.refusal = undefined;
    await over(body.id);
  });
});

describe('the file of an export', () => {
  it('is for those who may see the export, by a link that nobody else can make (EXP-06, DIR-03)', async () => {
    const { id, download } = await finished();
    const { url = '' } = download ?? {};
    const other = await finished();
    for (const path of [id, `${id}/download`]) {
      expect((await service.request(`/api/v1/exports/${path}`, { as: HARBOUR })).status).toBe(404);
      expect((await service.request(`/api/v1/exports/${path}`, { as: null })).status).toBe(401);
    }
    const followed = await fetch(`${service.url}/api/v1/exports/${id}/download`, { headers: { authorization: `Bearer ${await service.tokenFor(NORTH)}` } });
    expect([followed.status, followed.redirected]).toEqual([200, true]);
    const changed = url.replace(/.{4}$/, (end) => end.split('').toReversed().join(''));
    for (const forged of [changed, url.replace(id, other.id), `/api/v1/exports/${id}/file`, `/api/v1/exports/${newId()}/file?signature=x`]) {
      expect(await service.request(forged, { as: null })).toMatchObject({ status: 403, body: { code: 'bad_link' } });
    }
    ahead = 301_000;
    expect(await service.request(url, { as: null })).toMatchObject({ status: 403, body: { code: 'link_expired' } });
    ahead = 0;
    expect((await fileAt(url)).status).toBe(200);
  });

  it('is removed after its time; the export stays (EXP-06)', async () => {
    const { id, download } = await finished();
    ahead = 8 * DAY_MS;
    await service.running().app.get(Sweep).execute();
    ahead = 0;
    expect((await stored()).filter((key) => key.includes(id))).toEqual([]);
    expect(await view(id)).toMatchObject({ state: 'completed', rows: 250, download: null });
    expect(await service.request(download?.url ?? '', { as: null })).toMatchObject({ status: 410, body: { code: 'file_removed' } });
  });
});

describe('an export under way', () => {
  it('shows how far it is, and leaves nothing when it is cancelled', async () => {
    const { waiting } = inventory.hold();
    const { body } = await start();
    await waiting;
    expect(await view(body.id)).toMatchObject({ state: 'running', progress: { percent: expect.any(Number) as number }, download: null });
    expect(await service.request(`/api/v1/exports/${body.id}/download`, { as: NORTH })).toMatchObject({ status: 409, body: { code: 'export_under_way' } });
    const cancel = () => service.request(`/api/v1/exports/${body.id}/cancel`, { method: 'POST', as: NORTH });
    expect(await cancel()).toMatchObject({ status: 202, body: { state: 'cancelled' } });
    expect(await cancel()).toMatchObject({ status: 202 });
    inventory.release();
    await finished(); // the slot is free again
    expect(await view(body.id)).toMatchObject({ state: 'cancelled', download: null });
    expect((await stored()).filter((key) => key.includes(body.id))).toEqual([]);
  });

  it('is made anew after a stop of the process, and after its death, and the file is whole', async () => {
    const { waiting } = inventory.hold();
    const { body } = await start();
    await waiting;
    const begun = inventory.streams.at(-1);
    await service.restart();
    expect(begun?.isAborted).toBe(true);
    inventory.release();
    expect(await over(body.id)).toMatchObject({ state: 'completed', rows: 250 });
    const dead = await leftByADeadProcess();
    const done = await over(dead);
    expect(done).toMatchObject({ state: 'completed', rows: 250 });
    expect(await rowsOf((await fileAt(done.download?.url ?? '')).bytes)).toHaveLength(251);
  });

  it('waits while inventory does not answer, and goes on', async () => {
    const { waiting } = inventory.hold();
    const { body } = await start();
    await waiting;
    service.addresses.silence('inventory');
    const dead = await leftByADeadProcess();
    service.addresses.answers('inventory', inventory.routes);
    inventory.release();
    expect(await over(body.id)).toMatchObject({ state: 'completed' });
    expect(await over(dead)).toMatchObject({ state: 'completed' });
  });
});

/** An export whose process died while it was writing: its lease runs out in a second. */
async function leftByADeadProcess(): Promise<string> {
  const client = new Client({ connectionString: service.database.ownerUrl });
  await client.connect();
  const id = newId();
  try {
    await client.query(
      `insert into exports (id, kind, state, by_id, by_name, by_role, reseller_id, format, filter, sort, file_name, created_at, started_at, rows, sequence, lease, lease_until)
       values ($1, 'devices', 'running', 'somebody', 'Somebody', 'reseller-admin', $2, 'csv', '{}', 'name', 'devices.csv', now(), now(), 100, 1, 1, now() + interval '1 second')`,
      [id, NORTH.resellerId],
    );
  } finally {
    await client.end();
  }
  return id;
}
