// npm run bench:inventory -- --sizes 1000000,10000000 --rounds 60
// How long a page of the device list takes over HTTP, in every shape, as a ratio to reading one device by its id in the same rounds (p95, in brackets the median); and how that grows with the
// inventory. The devices are made in the database of a Ringfleet of one process. The last line is JSON.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { fill } from './inventory-fill.ts';
import { type Call, clientOf, type Credentials, startRingfleet } from './ringfleet-process.ts';
import { three } from './timed-import.ts';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '1000000,10000000' }, rounds: { type: 'string', default: '60' }, deep: { type: 'string', default: '1000' } },
});
const sizes = values.sizes.split(',').map(Number);
const [rounds, deep] = [Number(values.rounds), Number(values.deep)];
if (![...sizes, rounds, deep].every((number) => Number.isInteger(number) && number > 0)) throw new Error('Give --sizes N,M, --rounds N and --deep N.');

const SORTS =
  'name description model profile managedBy macAddress assignedTo totalPorts freePorts inventoryId extensions site sharedWithResellers customerOwned state status createdAt updatedAt';

interface List {
  readonly items: readonly {
    readonly id: string;
    readonly name: string;
    readonly macAddress: string | null;
    readonly assignedTo: { readonly id: string } | null;
  }[];
  readonly nextCursor: string | null;
}
type Device = List['items'][number];

/** A page, asked for again and again, each time of another device's words. */
interface Shape {
  readonly name: string;
  readonly call: Call;
  readonly query: (device: Device) => string;
}

const plain = (name: string, call: Call, query: string): Shape => ({ name, call, query: () => query });

/** The query of the page that is so many pages behind the first. */
async function deepQuery(call: Call, query: string): Promise<string> {
  let cursor = '';
  for (let page = 0; page < deep; page++) {
    const { nextCursor } = await call<List>(`/api/v1/devices?${query}${cursor && `&cursor=${cursor}`}`);
    if (nextCursor === null) return query;
    cursor = nextCursor;
  }
  return `${query}&cursor=${cursor}`;
}

async function shapesOf(provider: Call, reseller: Call): Promise<Shape[]> {
  const shapes: Shape[] = [
    plain('no filter', provider, ''),
    plain('a reseller, its own', reseller, ''),
    { name: 'part of a name', call: provider, query: ({ name }) => `q=${encodeURIComponent(name.slice(-6))}` },
    { name: 'part of a name, by a reseller', call: reseller, query: ({ name }) => `q=${encodeURIComponent(name.slice(-6))}` },
    { name: 'part of a MAC address', call: provider, query: ({ macAddress }) => `q=${encodeURIComponent(macAddress?.slice(6) ?? '4A:5B')}` },
    { name: 'a customer', call: provider, query: ({ assignedTo }) => `assignedTo=${assignedTo?.id ?? 'none'}` },
    plain('retired', provider, 'state=retired'),
  ];
  for (const sort of SORTS.split(' ')) shapes.push(plain(`by ${sort}`, provider, `sort=${sort}`), plain(`by ${sort}, a reseller`, reseller, `sort=-${sort}`));
  for (const sort of ['name', '-createdAt', 'site', 'state'])
    shapes.push(plain(`by ${sort}, ${deep} pages deep`, provider, await deepQuery(provider, `sort=${sort}`)));
  return shapes;
}

const quantile = (times: readonly number[], share: number): number => times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;

/** Of each shape, as ratios to reading a device by its id just before. */
interface Ratios {
  readonly p95: number;
  readonly median: number;
}

async function measure(shapes: readonly Shape[], devices: readonly Device[]): Promise<Record<string, Ratios>> {
  const timesOf = new Map(shapes.map((shape) => [shape, { list: [] as number[], one: [] as number[] }]));
  for (let round = -3; round < rounds; round++) {
    for (const [at, shape] of shapes.entries()) {
      const device = devices[(round * shapes.length + at + devices.length) % devices.length];
      if (!device) continue;
      const timed = async (path: string): Promise<number> => {
        const began = performance.now();
        await shape.call(path);
        return performance.now() - began;
      };
      const one = await timed(`/api/v1/devices/${device.id}`);
      const list = await timed(`/api/v1/devices?${shape.query(device)}`);
      if (round < 0) continue; // warming up
      timesOf.get(shape)?.list.push(list);
      timesOf.get(shape)?.one.push(one);
    }
  }
  const ones = [...timesOf.values()].flatMap(({ one }) => one);
  console.log(`a device by its id: p95 ${three(quantile(ones, 0.95))} ms, median ${three(quantile(ones, 0.5))} ms`);
  const ratio = (list: readonly number[], share: number): number => three(quantile(list, share) / quantile(ones, share));
  return Object.fromEntries([...timesOf].map(([{ name }, { list }]) => [name, { p95: ratio(list, 0.95), median: ratio(list, 0.5) }]));
}

/** Devices that the reseller sees too, from all over the inventory. */
async function someDevices(inventoryUrl: string, reseller: string): Promise<Device[]> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string; name: string; mac: string | null; customer_id: string | null }>(
    `select id, name, mac, customer_id from devices tablesample system (1) where managed_by = $1 limit 500`,
    [reseller],
  );
  await client.end();
  return rows.map(({ id, name, mac, customer_id: customer }) => ({
    id,
    name,
    macAddress: mac && (mac.match(/../g) ?? []).join(':'),
    assignedTo: customer === null ? null : { id: customer },
  }));
}

async function tenantId(inventoryUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>('select id from tenants where name = $1', [name]);
  await client.end();
  return rows[0]?.id ?? '';
}

const ringfleet = await startRingfleet();
try {
  const [first] = ringfleet.credentials.resellers;
  if (!first) throw new Error('The demo data have no reseller.');
  const resellerKey: Credentials = { ...first, url: ringfleet.credentials.url };
  const { inventoryUrl } = ringfleet.engines;
  const reseller = await tenantId(inventoryUrl, first.name);
  const ratios: Record<string, Ratios>[] = [];
  for (const count of sizes) {
    await fill(inventoryUrl, { count, first: reseller }, console.log);
    const [provider, own] = [await clientOf(ringfleet.credentials), await clientOf(resellerKey)];
    ratios.push(await measure(await shapesOf(provider, own), await someDevices(inventoryUrl, reseller)));
  }
  const [least = {}] = ratios;
  for (const name of Object.keys(least)) {
    const line = ratios.map((ratio) => `${ratio[name]?.p95} (${ratio[name]?.median})`.padStart(18)).join('');
    const grown = (ratios.at(-1)?.[name]?.p95 ?? 0) / (least[name]?.p95 ?? 1);
    console.log(`${name.padEnd(40)}${line}${ratios.length > 1 ? `   grows ${three(grown)}` : ''}`);
  }
  console.log(JSON.stringify({ sizes, ratios }));
} finally {
  await ringfleet.stop();
}
