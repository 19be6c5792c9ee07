// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { files } from '../src/index.js';
import { beginUpload, csvOf, upload } from './support/import-client.js';

let service: TestService;
const caller = { id: 'one-user', name: 'One' };

beforeAll(async () => {
  service = await startTestService(files);
});

afterAll(() => service.stop());

const count = async (): Promise<number> => (await service.request<{ total: { value: number } }>('/api/v1/imports')).body.total.value;
const database = (): Database => service.running().app.get(Database);
const sql = (text: string, params: readonly unknown[]): Promise<unknown[]> => database().transaction(SYSTEM, (tx) => tx.query(text, params));

describe('an Idempotency-Key', () => {
  it('makes one import of a file sent twice, and answers alike (IMP-13)', async () => {
    const before = await count();
    const key = newId();
    const first = await upload(service, csvOf(['a']), { key, as: caller });
    const second = await upload(service, csvOf(['a']), { key, as: caller, name: 'renamed.csv' });
    expect(second).toMatchObject({ status: 202, body: first.body });
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await count()).toBe(before + 1);
  });

  it('holds for one caller only', async () => {
    const key = newId();
    const first = await upload(service, csvOf(['a']), { key, as: caller });
    const other = await upload(service, csvOf(['a']), { key, as: { id: 'another-user' } });
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('is refused for other content (IMP-13)', async () => {
    const key = newId();
    await upload(service, csvOf(['a']), { key, as: caller });
    const before = await count();
    expect(await upload(service, csvOf(['b']), { key, as: caller })).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await upload(service, csvOf(['a']), { key, as: caller, fields: { columnMap: '{"x":null}' } })).toMatchObject({ status: 422 });
    expect(await count()).toBe(before);
  });

  it('is free again after a refusal', async () => {
    const key = newId();
    expect(await upload(service, '', { key, as: caller })).toMatchObject({ status: 400 });
    expect(await upload(service, csvOf(['c']), { key, as: caller })).toMatchObject({ status: 202 });
  });

  it('is refused while the first request is under way, and free when that breaks off', async () => {
    const key = newId();
    const socket = await beginUpload(service, { key, as: caller });
    while ((await sql('select from idempotency_keys where key = $1', [key])).length === 0);
    const refused = await upload(service, csvOf(['d']), { key, as: caller });
    expect(refused).toMatchObject({ status: 409, body: { code: 'request_in_progress' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    socket.destroy();
    while ((await sql('select from idempotency_keys where key = $1', [key])).length > 0);
    expect(await upload(service, csvOf(['d']), { key, as: caller })).toMatchObject({ status: 202 });
  });

  it('is taken over from a process that died, once its time is up', async () => {
    const key = newId();
    const dead = `insert into idempotency_keys (caller_id, route, key, reservation, reserved_until) values ($1, 'POST /api/v1/imports', $2, $3, now() + $4 * interval '1 second')`;
    await sql(dead, [caller.id, key, newId(), 60]);
    expect(await upload(service, csvOf(['e']), { key, as: caller })).toMatchObject({ status: 409 });
    await sql("update idempotency_keys set reserved_until = now() - interval '1 second' where key = $1", [key]);
    expect(await upload(service, csvOf(['e']), { key, as: caller })).toMatchObject({ status: 202 });
  });

  it('is forgotten after a day', async () => {
    const key = newId();
    const first = await upload(service, csvOf(['f']), { key, as: caller });
    await sql(`update idempotency_keys set created_at = now() - interval '25 hours' where key = $1`, [key]);
    const second = await upload(service, csvOf(['g']), { key, as: caller });
    expect(second.status).toBe(202);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('is refused when it is none', async () => {
    expect(await upload(service, csvOf(['h']), { key: 'two words', as: caller })).toMatchObject({ status: 400, body: { code: 'bad_idempotency_key' } });
  });

  it('survives a restart', async () => {
    const key = newId();
    const first = await upload(service, csvOf(['i']), { key, as: caller });
    await service.restart();
    expect(await upload(service, csvOf(['i']), { key, as: caller })).toMatchObject({ status: 202, body: { id: first.body.id } });
  });
});
