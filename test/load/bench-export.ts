// npm run bench:export -- [--devices 500000]
// How fast the device list becomes a file, from the 202 to completed, as a ratio to PostgreSQL's own COPY TO a csv file of the same list in the same round; and whether
// memory grows with it. The last line is JSON.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { makeDevices } from './made-devices.ts';
import { type Call, clientOf, startRingfleet } from './ringfleet-process.ts';
import { three } from './timed-import.ts';

const ROUNDS = 3;
const FORMATS = ['csv', 'xlsx'] as const;
const LIST = `
select d.name, m.vendor || ' ' || m.name, d.mac, coalesce(r.name, 'Administrator only'), p.name, d.shared, c.name, d.inventory_id, d.description, s.name, d.customer_owned,
  d.total_ports, d.total_ports - d.used_ports, d.created_at, d.since
from devices d join models m on m.id = d.model_id left join tenants r on r.id = d.managed_by left join tenants c on c.id = d.customer_id
left join tenants s on s.id = d.site_id left join profiles p on p.id = d.profile_id order by d.name_key, d.id`;

interface View {
  readonly state: string;
  readonly rows: number;
  readonly sizeBytes: number;
  readonly createdAt: string;
  readonly finishedAt: string;
}

const { values } = parseArgs({ options: { devices: { type: 'string', default: '500000' } } });
const devices = Number(values.devices);
if (!Number.isInteger(devices) || devices < 1_000) throw new Error('Give --devices N.');

/** Seconds that the export took, as its record says. */
async function exportSeconds(call: Call, format: string): Promise<{ seconds: number; sizeBytes: number }> {
  const { id } = await call<{ id: string }>('/api/v1/exports', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ format }),
  });
  for (;;) {
    const view = await call<View>(`/api/v1/exports/${id}`);
    if (view.state === 'completed') return { seconds: (Date.parse(view.finishedAt) - Date.parse(view.createdAt)) / 1000, sizeBytes: view.sizeBytes };
    if (view.state !== 'accepted' && view.state !== 'running') throw new Error(`The export ended as ${JSON.stringify(view)}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function copySeconds(inventoryUrl: string, file: string): Promise<number> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  try {
    const began = performance.now();
    await client.query(`copy (${LIST}) to '${file}' (format csv, header)`);
    return (performance.now() - began) / 1000;
  } finally {
    await client.end();
  }
}

const median = (numbers: readonly number[]): number => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

const ringfleet = await startRingfleet();
try {
  const call = await clientOf(ringfleet.credentials);
  const { inventoryUrl } = ringfleet.engines;
  await makeDevices(inventoryUrl, 1, Math.floor(devices / 10));
  for (const format of FORMATS) await exportSeconds(call, format);
  const peakMbOfTenth = ringfleet.peakMb();
  await makeDevices(inventoryUrl, Math.floor(devices / 10) + 1, devices);
  const seconds = { copy: [] as number[], csv: [] as number[], xlsx: [] as number[] };
  const sizes = { csv: 0, xlsx: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    seconds.copy.push(await copySeconds(inventoryUrl, join(ringfleet.folder, `copy-${round}.csv`)));
    for (const format of FORMATS) {
      const { seconds: took, sizeBytes } = await exportSeconds(call, format);
      seconds[format].push(took);
      sizes[format] = sizeBytes;
    }
    console.log(JSON.stringify({ round, copy: seconds.copy.at(-1), csv: seconds.csv.at(-1), xlsx: seconds.xlsx.at(-1) }));
  }
  const ratioOf = (format: 'csv' | 'xlsx'): number => three(median(seconds.copy.map((copy, round) => copy / (seconds[format][round] ?? Infinity))));
  const result = { devices, copySeconds: three(median(seconds.copy)), csvSeconds: three(median(seconds.csv)), xlsxSeconds: three(median(seconds.xlsx)) };
  console.log(JSON.stringify({ ...result, csvRatio: ratioOf('csv'), xlsxRatio: ratioOf('xlsx'), sizes, peakMbOfTenth, peakMb: ringfleet.peakMb() }));
} finally {
  await ringfleet.stop();
}
