// Real: the service over HTTP, PostgreSQL, outbox and event log. Inventory is its contract, answered here: what it is asked, and what comes about meanwhile.
import { Code, ConnectError } from '@connectrpc/connect';
import { type FindDeviceUsesRequest, topics } from '@ringfleet/contracts';
import { DirectoryClient, type View } from './support/directory-client.js';

let directory: DirectoryClient;
let customer: View;
let now = new Date('2026-03-01T08:00:00Z');

beforeAll(async () => {
  directory = await DirectoryClient.start({ clock: () => now });
});

afterAll(() => directory.service.stop());

beforeEach(async () => {
  directory.whileAsked = () => Promise.resolve();
  customer = await directory.make('customers', { name: `Customer ${crypto.randomUUID()}` });
});

/** Whether inventory is told that a record is closing. */
const isClosing = ({ tenants, accounts }: FindDeviceUsesRequest): boolean => [...tenants, ...accounts].some(({ state }) => state?.closing);

const statesOf = async (id: string): Promise<readonly (readonly [number, boolean | undefined, boolean | undefined])[]> =>
  (await directory.service.records(topics.tenants))
    .filter(({ key }) => key === id)
    .map(({ sequence, message }) => [sequence, message?.closing, message?.deleted] as const);

describe('a record that is about to be deleted (design.md §1)', () => {
  it('is closed, which is said, before its users are asked for the last time', async () => {
    const asked: boolean[] = [];
    directory.whileAsked = async (request) => void asked.push(isClosing(request));
    expect((await directory.delete(`customers/${customer.id}`)).status).toBe(204);
    expect(asked).toEqual([false, true]);
    expect(await statesOf(customer.id)).toEqual([
      [1, false, false],
      [2, true, false],
      [3, true, true],
      [4, undefined, undefined],
    ]);
  });

  it('takes nothing new in directory while it is closing, and no changes', async () => {
    const refused: unknown[] = [];
    directory.whileAsked = async (request) => {
      if (!isClosing(request)) return;
      for (const [path, body] of [
        ['sites', { name: 'Late', customerId: customer.id }],
        ['accounts', { number: '4711', customerId: customer.id }],
        ['users', { name: 'late', role: 'customer-admin', customerId: customer.id }],
      ] as const) {
        const { status, body: problem } = await directory.post(path, body);
        refused.push([status, problem.code]);
      }
      const { status, body } = await directory.patch(`customers/${customer.id}`, { name: 'Renamed' });
      refused.push([status, body.code]);
    };
    expect((await directory.delete(`customers/${customer.id}`)).status).toBe(204);
    expect(refused).toEqual([
      [422, 'unknown_customer'],
      [422, 'unknown_customer'],
      [422, 'unknown_customer'],
      [409, 'being_deleted'],
    ]);
  });

  it('that a device was assigned to in the same second is opened again, and its deletion refused with the device', async () => {
    directory.whileAsked = async (request) => {
      if (isClosing(request)) directory.devices.set(customer.id, ['Just imported']);
    };
    const { status, body } = await directory.delete(`customers/${customer.id}`);
    expect([status, body.usedBy]).toMatchObject([409, [{ kind: 'device', items: [{ name: 'Just imported' }] }]]);
    expect(await statesOf(customer.id)).toEqual([
      [1, false, false],
      [2, true, false],
      [3, false, false],
    ]);
    expect((await directory.patch(`customers/${customer.id}`, { name: 'Open again' })).status).toBe(200);
  });

  it('asked for by two at once is deleted once, and neither is told of a failure', async () => {
    const answers = await Promise.all([directory.delete(`customers/${customer.id}`), directory.delete(`customers/${customer.id}`)]);
    expect(answers.map(({ status }) => status).filter((status) => status !== 204 && status !== 404)).toEqual([]);
    expect((await directory.get(`customers/${customer.id}`)).status).toBe(404);
    expect((await statesOf(customer.id)).filter(([, , deleted]) => deleted)).toHaveLength(1);
  });
});

describe('a deletion that was interrupted', () => {
  beforeEach(async () => {
    directory.whileAsked = (request) => (isClosing(request) ? Promise.reject(new ConnectError('down', Code.Unavailable)) : Promise.resolve());
    expect((await directory.delete(`customers/${customer.id}`)).status).toBe(503);
  });

  /** As after a crash: another process, later. Resolves once the record has another state. */
  async function later(): Promise<void> {
    const before = (await statesOf(customer.id)).length;
    now = new Date(now.getTime() + 60_000);
    await directory.service.restart();
    while ((await statesOf(customer.id)).length === before);
  }

  it('is ended by itself, under the name of who began it', async () => {
    directory.whileAsked = () => Promise.resolve();
    await later();
    expect((await directory.get(`customers/${customer.id}`)).status).toBe(404);
    const last = (await directory.service.records(topics.tenants)).filter(({ key, message }) => key === customer.id && message).at(-1);
    expect(last?.message).toMatchObject({ deleted: true, change: { byName: 'A test' } });
  });

  it('leaves the record open where it is used meanwhile', async () => {
    directory.whileAsked = () => Promise.resolve();
    directory.devices.set(customer.id, ['Just imported']);
    await later();
    expect((await statesOf(customer.id)).at(-1)).toEqual([3, false, false]);
    expect((await directory.get(`customers/${customer.id}`)).status).toBe(200);
  });

  it('is carried on by who asks for it again', async () => {
    directory.whileAsked = () => Promise.resolve();
    expect((await directory.delete(`customers/${customer.id}`)).status).toBe(204);
  });
});
