// Real: inventory over HTTP, its PostgreSQL with row-level security, its event log. What device-control says is said by the test.
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { DeviceField, RegistrationChangedSchema, RegistrationStatus, topics } from '@ringfleet/contracts';
import { type Caller, newId } from '@ringfleet/kernel';
import { keyState, tellCallers } from '@ringfleet/testing/callers';
import type { TestService, Who } from '@ringfleet/testing/service-harness';
import { StreamDevices } from '../src/device-stream/stream-devices.js';
import { sorted } from './support/device-order.js';
import { allDevices, alpine, HARBOUR, type List, listDevices, NORTH, north, startWithDevices, type View } from './support/device-list.js';

type Status = NonNullable<View['status']>;
type Listed = View & { readonly version: number };

let service: TestService;
let known: readonly Listed[];

const ALPINE = { id: newId(), customerId: alpine.id, resellerId: north.id };

const all = async (as?: Who): Promise<readonly Listed[]> => (await allDevices(service, as)) as readonly Listed[];
const WORDS: Record<Status, RegistrationStatus> = {
  registered: RegistrationStatus.REGISTERED,
  aged: RegistrationStatus.AGED,
  unregistered: RegistrationStatus.UNREGISTERED,
};
interface Told {
  readonly holder?: { readonly managedBy?: string; readonly customerId?: string; readonly customerResellerId?: string };
  readonly deleted?: boolean;
}
const ofNow = ({ managedBy, assignedTo }: View): NonNullable<Told['holder']> => ({
  managedBy: managedBy?.id ?? '',
  customerId: assignedTo?.id ?? '',
  customerResellerId: assignedTo?.name === 'Quay Hotel' ? (HARBOUR.resellerId ?? '') : '',
});

async function tell(device: View, status: Status, sequence: number, { holder = ofNow(device), deleted = false }: Told = {}): Promise<void> {
  const message = create(RegistrationChangedSchema, {
    deviceId: device.id,
    status: WORDS[status],
    since: timestampFromDate(new Date()),
    ...holder,
    deleted,
  });
  await service.tell(topics.registrations, [{ key: device.id, sequence, message }]);
}

const statusOf = async ({ id }: View, as?: Who): Promise<Status | null | undefined> => (await all(as)).find((device) => device.id === id)?.status;
const at = (index: number): Listed => {
  const device = known[index];
  if (!device) throw new Error(`There is no device ${index}.`);
  return device;
};

beforeAll(async () => {
  service = await startWithDevices();
  await tellCallers(service, [keyState(ALPINE)]);
  known = await all();
});

afterAll(() => service.stop());

describe('the status of the devices of the list', () => {
  it('is not known before a registrar was heard of, and can be asked for so (CTL-01)', async () => {
    expect(new Set(known.map(({ status }) => status))).toEqual(new Set([null]));
    expect((await listDevices(service, 'status=none')).total.value).toBe(60);
    expect((await listDevices(service, 'status=unregistered,aged')).total.value).toBe(0);
  });

  it('is what device-control says last, however late and often it comes, and no change of the device (CTL-01, INV-10)', async () => {
    const [one, other] = [at(0), at(1)];
    await tell(one, 'registered', 4);
    await tell(other, 'registered', 1);
    await tell(other, 'aged', 2);
    await tell(one, 'unregistered', 3);
    await tell(other, 'aged', 2);
    const now = await all();
    expect(now.find(({ id }) => id === one.id)).toEqual({ ...one, status: 'registered' });
    expect(now.find(({ id }) => id === other.id)).toEqual({ ...other, status: 'aged' });
    expect((await service.request<Listed>(`/api/v1/devices/${other.id}`)).body.status).toBe('aged');
  });

  it('is filtered by, by one or several, as it is shown (INV-10)', async () => {
    await tell(at(2), 'unregistered', 1);
    const choices = ['registered', 'aged', 'unregistered', 'none'] as const;
    for (const as of [undefined, NORTH, HARBOUR, ALPINE]) {
      const shown = await all(as);
      for (let bits = 1; bits < 16; bits++) {
        const wanted = choices.filter((_, bit) => bits & (1 << bit));
        const found = await listDevices(service, `status=${wanted.join(',')}&limit=200`, as);
        const expected = shown.filter(({ status }) => wanted.includes(status ?? 'none'));
        expect([wanted, found.items.map(({ id }) => id)]).toEqual([wanted, expected.map(({ id }) => id)]);
        expect([wanted, found.total]).toEqual([wanted, { value: expected.length, exact: true }]);
      }
    }
  });

  it('is sorted by: registered, aged, unregistered, and then what is not known, page by page, as it is shown to who asks (INV-10, DIR-03)', async () => {
    for (const [n, device] of known.slice(8, 40).entries()) await tell(device, n % 3 === 0 ? 'registered' : n % 3 === 1 ? 'aged' : 'unregistered', 1);
    for (const as of [undefined, NORTH, HARBOUR, ALPINE]) {
      const shown = await all(as);
      for (const descending of [false, true]) {
        for (const filter of ['', '&status=aged,unregistered', '&state=inStock']) {
          const found: View[] = [];
          for (let cursor: string | null = ''; cursor !== null;) {
            const page: List = await listDevices(
              service,
              `sort=${descending ? '-' : ''}status${filter}&limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
              as,
            );
            found.push(...page.items);
            cursor = page.nextCursor;
          }
          const wanted = sorted(shown, [{ column: 'status', descending }]).filter(
            ({ state, status }) =>
              (filter !== '&state=inStock' || state === 'inStock') && (!filter.startsWith('&status') || (status !== null && status !== 'registered')),
          );
          expect([as, filter, found.map(({ id }) => id)]).toEqual([as, filter, wanted.map(({ id }) => id)]);
        }
      }
    }
  });

  it('is asked for by other words in vain, and not of a past moment (INV-14)', async () => {
    for (const query of ['status=gone', 'status=', 'status=aged,', `status=aged&asOf=${new Date(Date.now() - 6_000).toISOString()}`]) {
      const { status, body } = await service.request<{ code: string }>(`/api/v1/devices?${query}`);
      expect([query, status, body.code]).toEqual([query, 400, 'bad_filter']);
    }
    const page = await listDevices(service, 'status=unregistered&limit=5');
    const cursor = encodeURIComponent(page.nextCursor ?? '');
    expect((await service.request(`/api/v1/devices?status=aged&limit=5&cursor=${cursor}`)).status).toBe(400);
  });

  it('is told to who has the device from when it has it, and to the provider (DIR-03, INV-05)', async () => {
    const device = known.slice(4).find(({ managedBy, assignedTo }) => managedBy?.name === 'North Telecom' && assignedTo === null);
    if (!device) throw new Error('North Telecom has none in stock.');
    await tell(device, 'registered', 1, { holder: {} }); // it was the provider's when it registered
    expect([await statusOf(device), await statusOf(device, NORTH)]).toEqual(['registered', 'unregistered']);
    expect((await listDevices(service, `status=registered&name=${encodeURIComponent(device.name)}`, NORTH)).items).toEqual([]);
    await tell(device, 'registered', 2);
    expect([await statusOf(device), await statusOf(device, NORTH), await statusOf(device, HARBOUR)]).toEqual(['registered', 'registered', undefined]);
  });

  it('stands in the lines of an export, which is filtered and sorted by it too (EXP-01)', async () => {
    const caller: Caller = { id: newId(), name: 'Somebody', role: 'administrator', scope: { kind: 'provider' } };
    const stream = service.running().app.get(StreamDevices);
    const exported: string[][] = [];
    for await (const { part } of stream.execute(caller, { filters: { status: 'registered,aged' }, sort: '-status' }, new AbortController().signal)) {
      if (part.case !== 'devices') continue;
      const lines = Buffer.from(part.value.lines).toString().split('\n').slice(0, -1);
      exported.push(...lines.map((line) => line.split('\t')).map((cells) => [cells[DeviceField.NAME - 1] ?? '', cells[DeviceField.STATUS - 1] ?? '']));
    }
    const shown = sorted(await all(), [{ column: 'status', descending: true }]).filter(({ status }) => status === 'registered' || status === 'aged');
    expect(exported.length).toBeGreaterThan(1);
    expect(exported).toEqual(shown.map(({ name, status }) => [name, status]));
  });

  it('goes with the device (EVT-01)', async () => {
    const device = at(3);
    await tell(device, 'registered', 1);
    expect(await statusOf(device)).toBe('registered');
    await tell(device, 'registered', 2, { deleted: true });
    await service.tell(topics.registrations, [{ key: device.id, sequence: 3, message: null }]);
    await tell(device, 'registered', 1);
    expect(await statusOf(device)).toBe('unregistered');
  });
});
