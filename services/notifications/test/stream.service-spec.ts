// Real: Server-Sent Events over HTTP, PostgreSQL's NOTIFY between two instances. What files says is said by the test.
import { newId } from '@ringfleet/kernel';
import { notifications } from '@ringfleet/notifications';
import { startService } from '@ringfleet/service-kit';
import { EventReader } from '@ringfleet/testing/event-reader';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { filesSays, finished, importEvent, type NotificationBody, type NotificationList, type Someone, someone } from './import-ends.js';

let service: TestService;
const readers: EventReader<NotificationBody>[] = [];

beforeAll(async () => {
  service = await startTestService(notifications, { logLevel: 'fatal' });
});

afterEach(() => readers.splice(0).forEach((reader) => reader.close()));
afterAll(() => service.stop());

async function open(
  who: Someone,
  { query = '', ...options }: { url?: string; query?: string; lastEventId?: string } = {},
): Promise<EventReader<NotificationBody>> {
  const reader = await EventReader.open<NotificationBody>(service, `/api/v1/notifications/stream${query}`, { as: who, ...options });
  readers.push(reader);
  return reader;
}

/** Imports of these files end; answers the ids of the notifications, oldest first. */
async function ended(who: Someone, ...names: readonly string[]): Promise<string[]> {
  await filesSays(service, ...names.map((fileName) => importEvent(who, finished(), { fileName })));
  const { body } = await service.request<NotificationList>(`/api/v1/notifications?limit=${names.length}`, { as: who });
  return body.items.map(({ id }) => id).toReversed();
}

describe('the stream', () => {
  it('gives the caller its notifications as they come, as the list shows them (NTF-01)', async () => {
    const anna = someone({ resellerId: newId() });
    await ended(anna, 'before.csv');
    const stream = await open(anna);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const ids = await ended(anna, '1.csv', '2.csv');
    const { body } = await service.request<NotificationList>('/api/v1/notifications', { as: anna });
    expect([await stream.next(), await stream.next()]).toEqual(
      ids.map((id) => ({ event: 'notification', id, data: body.items.find((item) => item.id === id) })),
    );
  });

  it('gives nobody what is addressed to others (DIR-03)', async () => {
    const [anna, ben] = [someone(), someone()];
    const stream = await open(ben);
    await ended(anna, "anna's.csv");
    await ended(ben, "ben's.csv");
    expect((await stream.next())?.data.data.fileName).toBe("ben's.csv");
  });

  it.each(['header', 'query'])('begins after the last event that the client says it had, in the %s', async (way) => {
    const anna = someone();
    const [first = ''] = await ended(anna, '1.csv', '2.csv', '3.csv');
    const stream = await open(anna, way === 'header' ? { lastEventId: first } : { query: `?lastEventId=${first}` });
    await ended(anna, '4.csv');
    expect([await stream.next(), await stream.next(), await stream.next()].map((event) => event?.data.data.fileName)).toEqual(['2.csv', '3.csv', '4.csv']);
  });

  it('replays more than one page', async () => {
    const anna = someone();
    const [first = ''] = await ended(anna, 'first.csv');
    const names = Array.from({ length: 150 }, (_, index) => `${index}.csv`);
    await ended(anna, ...names);
    const stream = await open(anna, { lastEventId: first });
    const replayed: (string | undefined)[] = [];
    while (replayed.length < names.length) replayed.push((await stream.next())?.data.data.fileName);
    expect(replayed).toEqual(names);
  });

  it('refuses a last event that is not one of the caller', async () => {
    const [theirs = ''] = await ended(someone(), 'theirs.csv');
    for (const lastEventId of [theirs, newId(), 'nonsense']) expect((await open(someone(), { lastEventId })).response.status).toBe(400);
  });

  it('asks for a token', async () => {
    expect((await service.request('/api/v1/notifications/stream', { as: null })).status).toBe(401);
  });

  it('hears what another instance stored', async () => {
    const other = await startService(notifications, service.ports);
    const server = createServer(other.handle).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const anna = someone();
      const streams = [await open(anna), await open(anna, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })];
      await ended(anna, 'phones.csv');
      for (const stream of streams) expect((await stream.next())?.data.data.fileName).toBe('phones.csv');
    } finally {
      await other.stop();
      server.close();
    }
  });

  it('goes on when the connection on which the service listens is lost', async () => {
    const anna = someone();
    const stream = await open(anna);
    const client = new Client({ connectionString: service.database.appUrl });
    await client.connect();
    const { rowCount } = await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen notification_arrived'`);
    await client.end();
    expect(rowCount).toBe(1);
    await ended(anna, 'phones.csv');
    expect((await stream.next())?.data.data.fileName).toBe('phones.csv');
  });

  it('ends when the service stops, and goes on where it was in the next', async () => {
    const anna = someone();
    const stream = await open(anna);
    const [first = ''] = await ended(anna, '1.csv');
    expect((await stream.next())?.id).toBe(first);
    await service.restart();
    expect(await stream.next()).toBeUndefined();
    await ended(anna, '2.csv');
    expect((await (await open(anna, { lastEventId: first })).next())?.data.data.fileName).toBe('2.csv');
  });
});
