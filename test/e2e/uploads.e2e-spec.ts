// Real: the program as built.
import type { Answer, Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, phones, type SheetRow } from '../support/sheets.js';
import type { Accepted, ImportView, Page, Problem, RowView } from '../support/views.js';

let ringfleet: Deployment;
let administrator: Api;

beforeAll(async () => {
  ringfleet = await openDeployment();
  ({ administrator } = ringfleet);
});

afterAll(() => ringfleet.close());

describe('an upload', () => {
  it('is answered with 202 and its address before it is read (IMP-04)', async () => {
    const { status, headers, body } = await administrator.upload(csvOf(phones(1_000, 'accept', 30)), { name: 'Téléphones d’été.csv' });
    expect([status, headers.get('location'), body.state]).toEqual([202, `/api/v1/imports/${body.id}`, 'accepted']);
    const ended = await administrator.ended(body.id);
    expect(ended).toMatchObject({ id: body.id, state: 'completed', fileName: 'Téléphones d’été.csv', counts: { rows: 1_000, applied: 1_000 }, progress: null });
    expect(Date.parse(ended.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(ended.createdAt));
  });

  it('may say which column of the file is which (columnMap)', async () => {
    const file = 'Was,Telefon,Gerät,MAC address,Ort\nAdd,map-1,Cisco 6821,02:00:31:00:00:01,Berlin';
    const columnMap = JSON.stringify({ Was: 'Action', Telefon: 'Name', Gerät: 'Device model', Ort: null });
    const { counts, ignoredColumns } = await administrator.import(file, { fields: { columnMap } });
    expect([counts.applied, ignoredColumns]).toEqual([1, []]);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['a column map that is none', { columnMap: 'x' }, 400, 'bad_column_map'],
    ['a column that there is not', { columnMap: '{"a": "Colour"}' }, 400, 'bad_column_map'],
    ['a dry run, which is not built yet', { dryRun: 'true' }, 501, 'not_supported'],
  ])('is refused with %s', async (_, fields, status, code) => {
    const before = await administrator.all('/api/v1/imports');
    expect(await administrator.upload<Problem>(csvOf(phones(1, 'refused', 32)), { fields })).toMatchObject({ status, body: { status, code } });
    expect(await administrator.all('/api/v1/imports')).toEqual(before);
  });
});

describe('the same file sent twice', () => {
  const file = csvOf(phones(50, 'twice', 33));

  it('under one idempotency key is one import, also at the same moment (IMP-13)', async () => {
    const send = (content = file): Promise<Answer<Accepted>> => administrator.upload(content, { key: 'twice-1' });
    const both = await Promise.all([send(), send()]);
    const ids = both.filter(({ status }) => status === 202).map(({ body }) => body.id);
    for (const { status, headers } of both) if (status !== 202) expect([status, Number(headers.get('retry-after'))]).toEqual([409, expect.any(Number)]);
    const again = await send();
    expect([again.status, again.headers.get('location')]).toEqual([202, `/api/v1/imports/${ids[0]}`]);
    expect(new Set([...ids, again.body.id]).size).toBe(1);
    expect(await send(`${file}\n`)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    const imports = await administrator.all<ImportView>('/api/v1/imports');
    expect(imports.filter(({ id }) => ids.includes(id))).toHaveLength(1);
    await administrator.ended(again.body.id);
  });

  it('under one key of two callers is two imports', async () => {
    const north = await ringfleet.reseller('North Telecom');
    const one = await administrator.upload(file, { key: 'shared-key' });
    const other = await north.upload(file, { key: 'shared-key' });
    expect([one.status, other.status, one.body.id === other.body.id]).toEqual([202, 202, false]);
    await Promise.all([administrator.ended(one.body.id), north.ended(other.body.id)]);
  });

  it('without a key is a second import, with a warning that names the first (IMP-13)', async () => {
    const once = await administrator.accepted(`${file}\n\n`);
    const { body } = await administrator.upload(`${file}\n\n`, { name: 'again.csv' });
    expect(body.warnings).toMatchObject([{ code: 'same_content', importId: once }]);
    expect((await administrator.ended(body.id)).warnings).toMatchObject([{ code: 'same_content', importId: once }]);
    const north = await ringfleet.reseller('North Telecom');
    expect((await north.upload(`${file}\n\n`)).body.warnings).toEqual([]); // what others imported is not told
  });
});

describe('an import that is cancelled', () => {
  it('keeps what was applied and reaches nothing more (IMP-11, IMP-17)', async () => {
    const id = await administrator.accepted(csvOf(phones(20_000, 'cancel', 34)));
    const { status, body } = await administrator.request<ImportView>(`/api/v1/imports/${id}/cancel`, { method: 'POST' });
    expect([status, ['cancelling', 'cancelled'].includes(body.state)]).toEqual([202, true]);
    const { state, counts } = await administrator.ended(id);
    expect(state).toBe('cancelled');
    expect(counts.applied + counts.unchanged + counts.rejected + counts.notReached).toBe(counts.rows);
    const page = await administrator.get<Page<unknown>>('/api/v1/devices?q=cancel-&limit=1');
    expect(page.total.value).toBe(counts.applied);
    const [told] = await administrator.all<{ kind: string }>('/api/v1/notifications');
    expect(told).toMatchObject({ kind: 'import_cancelled', data: { importId: id, counts } });
  });

  it('in its middle keeps exactly the rows that have an outcome (IMP-11)', async () => {
    const id = await administrator.accepted(csvOf(phones(30_000, 'midway', 35)));
    for (let view = await administrator.importOf(id); view.counts.applied === 0;) view = await administrator.importOf(id);
    await administrator.request(`/api/v1/imports/${id}/cancel`, { method: 'POST' });
    const { state, counts } = await administrator.ended(id);
    expect([state, counts.rows, counts.applied + counts.notReached]).toEqual(['cancelled', 30_000, 30_000]);
    expect(counts.notReached).toBeGreaterThan(0);
    const devices = await administrator.devices('midway-');
    expect(devices).toHaveLength(counts.applied);
    expect(new Set(devices.map(({ name }) => name))).toEqual(new Set(phones(counts.applied, 'midway', 35).map(({ name }) => name))); // the first rows of the file
  });

  it('is refused once it has ended', async () => {
    const { id } = await administrator.import(csvOf(phones(1, 'late', 36)));
    expect(await administrator.request<Problem>(`/api/v1/imports/${id}/cancel`, { method: 'POST' })).toMatchObject({ status: 409 });
    expect((await administrator.importOf(id)).state).toBe('completed');
  });
});

describe('the rows of an import', () => {
  it('are listed page by page in file order, of every outcome or of one (IMP-05)', async () => {
    const added = phones(950, 'page', 37);
    await administrator.import(csvOf(added.slice(0, 300)));
    const rows = added
      .map((row, index): SheetRow => (index % 10 === 9 ? { ...row, model: 'Nokia 3310' } : row))
      .flatMap((row, index) => (index === 475 ? [{ action: '', name: '', model: '', mac: '' }, row] : [row]));
    const { id, counts } = await administrator.import(csvOf(rows));
    expect(counts).toEqual({ rows: 950, applied: 585, unchanged: 270, rejected: 95, notReached: 0 });
    const list = (outcome?: string, limit?: number): Promise<RowView[]> =>
      administrator.all<RowView>(`/api/v1/imports/${id}/rows${outcome ? `?outcome=${outcome}` : ''}`, limit);
    const all = await list();
    expect(all.map(({ row, name }) => [row, name])).toEqual(added.map(({ name }, index) => [index + (index < 475 ? 2 : 3), name])); // one row is empty
    for (const outcome of ['applied', 'unchanged', 'rejected'] as const) expect(await list(outcome, 7)).toEqual(all.filter((row) => row.outcome === outcome));
    expect(all.filter(({ outcome }) => outcome === 'rejected').every(({ reasons }) => reasons.some(({ code }) => code === 'unknown_model'))).toBe(true);
    const first = await administrator.get<Page<RowView>>(`/api/v1/imports/${id}/rows?outcome=rejected&limit=10`);
    expect(first.total).toEqual({ value: 95, exact: true });
  });

  it.each(['outcome=lost', 'limit=0', 'limit=201', 'limit=x', 'cursor=x', 'colour=red'])('are refused for a query like %s', async (query) => {
    const { id } = await administrator.import(csvOf(phones(1, 'query', 38)));
    const { status, body } = await administrator.request<Problem>(`/api/v1/imports/${id}/rows?${query}`);
    expect([status, typeof body.code]).toEqual([400, 'string']);
  });
});

it('the list of imports is newest first, page by page (IMP-11)', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) ids.push((await administrator.import(csvOf(phones(1, `list-${n}`, 39)))).id);
  const listed = await administrator.all<ImportView>('/api/v1/imports', 2);
  expect(listed.slice(0, 5).map(({ id }) => id)).toEqual(ids.toReversed());
  expect(listed[0]).toEqual(await administrator.importOf(ids[4] ?? ''));
});
