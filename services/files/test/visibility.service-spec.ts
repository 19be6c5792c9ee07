// Real: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP. Inventory is stood in for on its topics.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '@ringfleet/persistence';
import { keyState, tellCallers } from '@ringfleet/testing/callers';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import { files } from '../src/index.js';
import { accepted, csvOf, ended } from './support/import-client.js';
import { customerState, tellTenants } from './support/tenants.js';
import { StandInInventory } from './support/stand-in-inventory.js';
import { StandInLists } from './support/stand-in-lists.js';

const NORTH = '01990000-0000-7000-8000-000000000001';
const HARBOUR = '01990000-0000-7000-8000-000000000002';
const ALPINE = '01990000-0000-7000-8000-000000000003';
const OIL = '01990000-0000-7000-8000-000000000004';
const WHO = {
  provider: {},
  operator: { role: 'operator' },
  north: { resellerId: NORTH },
  harbour: { resellerId: HARBOUR },
  alpine: { id: '01990000-0000-7000-8000-000000000005', resellerId: NORTH, customerId: ALPINE },
  oil: { id: '01990000-0000-7000-8000-000000000006', customerId: OIL },
} as const;
type Name = keyof typeof WHO;

let service: TestService;
let inventory: StandInInventory;
const importOf = new Map<Name, string>();

beforeAll(async () => {
  service = await startTestService(files, { answers: { inventory: new StandInLists().routes } });
  await tellTenants(service, [customerState(ALPINE, { resellerId: NORTH }), customerState(OIL)]);
  await tellCallers(service, [keyState(WHO.alpine), keyState(WHO.oil)]);
  inventory = await StandInInventory.start(service.ports.eventLog);
  for (const name of ['provider', 'north', 'harbour', 'alpine', 'oil'] as const) {
    const id = await accepted(service, csvOf(['bad-1', 'fine', name]), { as: WHO[name] });
    await ended(service, id);
    importOf.set(name, id);
  }
});

afterAll(async () => {
  await inventory.stop();
  await service.stop();
});

const SEES: readonly (readonly [Name, readonly Name[]])[] = [
  ['provider', ['oil', 'alpine', 'harbour', 'north', 'provider']],
  ['operator', ['oil', 'alpine', 'harbour', 'north', 'provider']],
  ['north', ['alpine', 'north']],
  ['harbour', ['harbour']],
  ['alpine', ['alpine']],
  ['oil', ['oil']],
];

interface Listed {
  readonly items: { readonly id: string }[];
  readonly nextCursor: string | null;
  readonly total: unknown;
}
const listOf = async (name: Name, cursor: string): Promise<Listed> =>
  (await service.request<Listed>(`/api/v1/imports?limit=2${cursor && `&cursor=${cursor}`}`, { as: WHO[name] })).body;

describe.each(SEES)('%s', (name, seen) => {
  it('sees the imports of its own, newest first, in pages (IMP-11)', async () => {
    const ids = seen.map((one) => importOf.get(one));
    const listed: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Listed = await listOf(name, cursor);
      expect(page.total).toEqual({ value: ids.length, exact: true });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(listed).toEqual(ids);
  });

  it('does not learn that others exist (DIR-03)', async () => {
    const missing = await service.request('/api/v1/imports/01990000-0000-7000-8000-00000000dead', { as: WHO[name] });
    expect(missing.status).toBe(404);
    for (const [owner, id] of importOf) {
      for (const path of ['', '/rows', '/rows?outcome=rejected', '/errors?format=csv']) {
        const { status, body } = await service.request(`/api/v1/imports/${id}${path}`, { as: WHO[name] });
        expect([owner, path, status]).toEqual([owner, path, seen.includes(owner) ? 200 : 404]);
        if (status === 404) expect(body).toEqual(missing.body);
      }
      const cancelled = await service.request(`/api/v1/imports/${id}/cancel`, { method: 'POST', as: WHO[name] });
      expect([owner, cancelled.status]).toEqual([owner, seen.includes(owner) ? 409 : 404]);
    }
  });
});

describe('the database', () => {
  it('shows no row to the service’s own role without a scope (DIR-03)', async () => {
    const client = new Client({ connectionString: service.database.appUrl });
    await client.connect();
    for (const table of ['imports', 'import_chunks', 'import_rejections', 'idempotency_keys'])
      expect((await client.query(`select from ${table}`)).rows).toEqual([]);
    await client.end();
  });

  it('shows rejected rows and chunks to those who see their import (DIR-03)', async () => {
    const database = service.running().app.get(Database);
    const count = (scope: Parameters<Database['transaction']>[0]) =>
      database.transaction(scope, async (tx) =>
        (await tx.query<{ id: string }>('select import_id as id from import_rejections union select import_id from import_chunks'))
          .map(({ id }) => id)
          .toSorted(),
      );
    const ids = (...names: readonly Name[]) => names.map((name) => importOf.get(name) ?? '').toSorted();
    expect(await count({ kind: 'reseller', resellerId: NORTH })).toEqual(ids('north', 'alpine'));
    expect(await count({ kind: 'customer', customerId: ALPINE, resellerId: NORTH })).toEqual(ids('alpine'));
    expect(await count({ kind: 'provider' })).toHaveLength(5);
  });

  it('and the store hold no cell in the clear, and no log has one (OPS-02)', async () => {
    for await (const key of service.ports.objects.list('imports/')) {
      expect(Buffer.from(await service.ports.objects.getBytes(key)).includes('Cisco 6821')).toBe(false);
    }
  });
});
