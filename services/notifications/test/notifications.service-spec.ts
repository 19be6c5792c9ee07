// Real: the service over HTTP, PostgreSQL with row-level security, the event log. What files says is said by the test.
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { BatchEventSchema, OperationEventSchema, topics } from '@ringfleet/contracts';
import { notifications } from '@ringfleet/notifications';
import { newId } from '@ringfleet/kernel';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { Client } from 'pg';
import { filesSays, finished, importEvent, type NotificationBody, type NotificationList, type Someone, someone } from './import-ends.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(notifications);
});

afterAll(() => service.stop());

const list = async (as: Someone, query = ''): Promise<NotificationList> =>
  (await service.request<NotificationList>(`/api/v1/notifications${query}`, { as })).body;
const mark = (as: Someone, id: string, read: unknown) =>
  service.request<NotificationBody & { code: string }>(`/api/v1/notifications/${id}`, { method: 'PATCH', as, body: { read } });
const readAll = (as: Someone, body?: object) =>
  service.request<{ marked: number; code?: string; count?: number }>('/api/v1/notifications/read-all', { method: 'POST', as, body });

describe('the end of an import', () => {
  it('is told to the one who started it, with counts and where the error list is (IMP-08, NTF-01)', async () => {
    const anna = someone({ resellerId: newId() });
    const importId = newId();
    await filesSays(service, importEvent(anna, finished({ rows: 10, applied: 6, unchanged: 1, rejected: 3 }), { importId, fileName: 'phones.csv' }));
    const { items, unreadCount } = await list(anna);
    expect(unreadCount).toBe(1);
    expect(items).toEqual([
      {
        id: expect.any(String),
        kind: 'import_finished',
        title: 'The import of phones.csv is finished: 6 applied, 1 unchanged, 3 rejected.',
        data: {
          importId,
          fileName: 'phones.csv',
          counts: { rows: 10, applied: 6, unchanged: 1, rejected: 3, notReached: 0 },
          problem: null,
          links: { import: `/api/v1/imports/${importId}`, errorList: `/api/v1/imports/${importId}/errors?format=csv` },
        },
        createdAt: '2026-11-20T10:00:00.000Z',
        readAt: null,
      },
    ]);
  });

  it('has an error list of the kind of its file, and none where nothing was rejected', async () => {
    const anna = someone();
    await filesSays(service, importEvent(anna, finished({ rows: 1, rejected: 1 }), { fileName: 'OLD.XLS' }), importEvent(anna, finished()));
    const { items } = await list(anna);
    expect(items.map(({ data }) => data.links.errorList)).toEqual([null, expect.stringMatching(/errors\?format=xlsx$/)]); // …/errors?format=xlsx
  });

  it('may be a cancel or a failure', async () => {
    const anna = someone();
    const cancelled = importEvent(anna, finished({ rows: 5, applied: 2, notReached: 3 }, true));
    const failed = importEvent(anna, { case: 'failed', value: { code: 'missing_column', message: 'The column Name is missing.' } });
    await filesSays(service, cancelled, failed);
    const { items } = await list(anna);
    expect(items).toMatchObject([
      {
        kind: 'import_failed',
        title: 'The import of phones.csv failed, nothing was applied: The column Name is missing.',
        data: { counts: null, problem: { code: 'missing_column', message: 'The column Name is missing.' }, links: { errorList: null } },
      },
      { kind: 'import_cancelled', title: 'The import of phones.csv was cancelled: 2 applied, 0 unchanged, 0 rejected, 3 not reached.' },
    ]);
  });

  it('is told once, even when its event comes twice', async () => {
    const anna = someone();
    const event = importEvent(anna, finished());
    await filesSays(service, event, event);
    await filesSays(service, event);
    expect((await list(anna)).items).toHaveLength(1);
  });

  it('is all that is told: not the way there, and nobody where the system started it', async () => {
    const anna = someone();
    const nobody = someone({ id: '' });
    await filesSays(
      service,
      importEvent(anna, { case: 'accepted', value: { sizeBytes: 7n } }),
      importEvent(anna, { case: 'progress', value: { counts: { rows: 9 } } }),
      importEvent(anna, { case: 'rowRejected', value: { row: 2 } }),
      importEvent(nobody, finished()),
    );
    expect((await list(anna)).items).toEqual([]);
  });
});

describe('the end of a batch', () => {
  it('is told to the one who started it, with counts and where those refused are (INV-12, NTF-01)', async () => {
    const anna = someone({ resellerId: newId() });
    const batchId = newId();
    const by = { id: anna.id, resellerId: anna.resellerId ?? '' };
    const at = timestampFromDate(new Date('2026-11-20T10:00:00Z'));
    const counts = { devices: 5, applied: 3, refused: 1, notReached: 1 };
    const accepted = create(BatchEventSchema, { batchId, by, at, event: { case: 'accepted', value: { devices: 5 } } });
    const over = create(BatchEventSchema, {
      batchId,
      by,
      at,
      event: { case: 'finished', value: { counts, cancelled: true, deletion: true, problemCode: 'revoked', problemMessage: 'Gone.' } },
    });
    await service.tell(
      topics.batches,
      [accepted, over, over].map((message) => ({ key: batchId, message })),
    );
    const { items } = await list(anna);
    expect(items).toMatchObject([
      {
        kind: 'batch_cancelled',
        title: 'The batch of 5 devices was cancelled: 3 deleted, 0 unchanged, 1 refused, 1 not reached.',
        data: {
          batchId,
          deletion: true,
          counts: { ...counts, unchanged: 0 },
          problem: { code: 'revoked', message: 'Gone.' },
          links: {
            batch: `/api/v1/device-batches/${batchId}`,
            refused: `/api/v1/device-batches/${batchId}/devices?outcome=refused`,
            failures: `/api/v1/device-batches/${batchId}/failures?format=xlsx`,
          },
        },
      },
    ]);
  });
});

describe('the end of a restart', () => {
  it('is told to the one who started it, with how many came to what (CTL-03, NTF-01)', async () => {
    const anna = someone({ resellerId: newId() });
    const operationId = newId();
    const by = { id: anna.id, resellerId: anna.resellerId ?? '' };
    const at = timestampFromDate(new Date('2026-11-20T10:00:00Z'));
    const common = { operationId, by, at, kind: 'restart' };
    const outcome = create(OperationEventSchema, { ...common, event: { case: 'outcome', value: { deviceId: newId(), outcome: 'confirmed' } } });
    const over = create(OperationEventSchema, { ...common, event: { case: 'finished', value: { counts: { confirmed: 3, no_effect: 1 } } } });
    await service.tell(
      topics.operations,
      [outcome, over, over].map((message) => ({ key: operationId, message })),
    );
    const { items } = await list(anna);
    expect(items).toMatchObject([
      {
        kind: 'operation_finished',
        title: 'Restart of 4 devices is over: 3 confirmed, 1 no effect.',
        data: { operationId, operation: 'restart', outcomes: { confirmed: 3, no_effect: 1 }, links: { operation: `/api/v1/operations/${operationId}` } },
      },
    ]);
  });
});

describe('the list', () => {
  it('is newest first, in pages (design.md §7)', async () => {
    const anna = someone();
    const names = ['1.csv', '2.csv', '3.csv', '4.csv', '5.csv'];
    await filesSays(service, ...names.map((fileName) => importEvent(anna, finished(), { fileName })));
    const first = await list(anna, '?limit=3');
    const second = await list(anna, `?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items].map(({ data }) => data.fileName)).toEqual(names.toReversed());
    expect(first.total).toEqual({ value: 5, exact: true });
    expect(second.nextCursor).toBeNull();
  });

  it.each(['?cursor=nonsense', '?unread=perhaps', '?limit=0', '?limit=201'])('refuses %s', async (query) => {
    expect((await service.request(`/api/v1/notifications${query}`)).status).toBe(400);
  });

  it('asks for a token', async () => {
    expect((await service.request('/api/v1/notifications', { as: null })).status).toBe(401);
  });
});

describe('read and unread', () => {
  let anna: Someone;
  let ids: string[];

  beforeEach(async () => {
    anna = someone({ customerId: newId(), resellerId: newId(), role: 'customer-user' });
    await filesSays(service, importEvent(anna, finished()), importEvent(anna, finished()), importEvent(anna, finished()));
    ids = (await list(anna)).items.map(({ id }) => id);
  });

  it('is kept, and counted at the bell (NTF-01)', async () => {
    const [first = ''] = ids;
    const { body } = await mark(anna, first, true);
    expect(body).toMatchObject({ id: first, readAt: expect.any(String) });
    expect(await list(anna)).toMatchObject({ unreadCount: 2, total: { value: 3 } });
    expect(await list(anna, '?unread=true')).toMatchObject({ items: [{ id: ids[1] }, { id: ids[2] }], total: { value: 2 } });
    await service.restart();
    expect((await mark(anna, first, true)).body.readAt).toBe(body.readAt);
    expect((await mark(anna, first, false)).body.readAt).toBeNull();
    expect((await list(anna)).unreadCount).toBe(3);
  });

  it('can be set for all at once, if there are as many as expected', async () => {
    expect(await readAll(anna, { expectedCount: 2 })).toMatchObject({ status: 409, body: { code: 'count_changed', count: 3 } });
    expect((await list(anna)).unreadCount).toBe(3);
    expect(await readAll(anna, { expectedCount: 3 })).toMatchObject({ status: 200, body: { marked: 3 } });
    expect((await readAll(anna)).body).toEqual({ marked: 0 });
    expect((await list(anna)).unreadCount).toBe(0);
  });

  it('is true or false', async () => {
    expect(await mark(anna, ids[0] ?? '', 'yes')).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect((await mark(anna, ids[0] ?? '', undefined)).status).toBe(400);
  });
});

describe('what is addressed to somebody else', () => {
  it('does not exist: for others of the same reseller, of another, or of the provider (DIR-03)', async () => {
    const resellerId = newId();
    const anna = someone({ resellerId });
    await filesSays(service, importEvent(anna, finished()));
    const [mine] = (await list(anna)).items;
    const customer = someone({ resellerId, customerId: newId() });
    for (const other of [someone({ resellerId }), someone({ resellerId: newId() }), customer, someone(), someone({ role: 'operator' })]) {
      expect(await list(other)).toMatchObject({ items: [], unreadCount: 0, total: { value: 0 } });
      expect(await mark(other, mine?.id ?? '', true)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      await readAll(other);
    }
    expect((await list(anna)).unreadCount).toBe(1);
    expect((await mark(anna, 'no-id', true)).status).toBe(404);
  });

  it('is not shown any more to whom it was addressed in another reseller', async () => {
    const anna = someone({ resellerId: newId() });
    await filesSays(service, importEvent(anna, finished()));
    expect((await list({ ...anna, resellerId: newId() })).items).toEqual([]);
  });

  it.each(['provider', 'reseller', 'customer', ''])('is kept back by the database from a query that names no recipient, in the scope "%s"', async (scope) => {
    const anna = someone();
    await filesSays(service, importEvent(anna, finished()));
    const client = new Client({ connectionString: service.database.appUrl });
    await client.connect();
    try {
      await client.query(`select set_config('rf.scope', $1, false)`, [scope]);
      expect((await client.query('select 1 from notifications')).rowCount).toBe(0);
      expect((await client.query('delete from notifications')).rowCount).toBe(0);
    } finally {
      await client.end();
    }
  });
});
