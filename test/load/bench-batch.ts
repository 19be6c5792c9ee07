// npm run bench:batch -- --devices 100000 --rounds 3
// How long a batch takes that gives many devices to a customer, from its request to its end, as a ratio to the one bare UPDATE that changes the same rows in the same
// round: 1 is as fast. The devices are made in the database of a Ringfleet of one process. The last line is JSON.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { fill } from './inventory-fill.ts';
import { type Call, clientOf, startRingfleet } from './ringfleet-process.ts';
import { three } from './timed-import.ts';

const { values } = parseArgs({ options: { devices: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } } });
const [devices, rounds] = [Number(values.devices), Number(values.rounds)];
if (![devices, rounds].every((number) => Number.isInteger(number) && number > 0)) throw new Error('Give --devices N and --rounds N.');

const LOOK_MS = 50;
const OF_PROVIDER = 0.4; // of the devices that are made, about

interface Batch {
  readonly id: string;
  readonly state: string;
  readonly counts: { readonly devices: number; readonly applied: number; readonly refused: number };
  readonly finishedAt: string | null;
}

const NEW_VERSION = `version = version + 1, since = clock_timestamp(), by_id = 'bench', by_name = 'Bench', source = 'system'`;
const SELECTED = `managed_by is null and by_id is not null and not retired and name_key like '%-%'`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

async function runBatch(call: Call, ask: object): Promise<Batch> {
  const { id } = await call<Batch>('/api/v1/device-batches', { method: 'POST', body: JSON.stringify(ask), headers: { 'content-type': 'application/json' } });
  for (;;) {
    const batch = await call<Batch>(`/api/v1/device-batches/${id}`);
    if (batch.finishedAt !== null) return batch;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

const ringfleet = await startRingfleet();
const owner = new pg.Client({ connectionString: ringfleet.ownerUrl('inventory') });
try {
  const call = await clientOf(ringfleet.credentials);
  const { items: resellers } = await call<{ items: readonly { id: string }[] }>('/api/v1/resellers');
  const { items: customers } = await call<{ items: readonly { id: string; name: string }[] }>('/api/v1/customers?limit=200');
  const customer = customers.find(({ name }) => name === 'Canistracci OIL')?.id;
  await fill(ringfleet.ownerUrl('inventory'), { count: Math.round(devices / OF_PROVIDER), first: resellers[0]?.id ?? '' }, console.log);
  await owner.connect();
  const free = async (): Promise<void> => {
    await owner.query(`update devices set customer_id = null, used_ports = 0, virtual = mac is null, ${NEW_VERSION} where ${SELECTED}`);
    await owner.query('vacuum analyze devices');
  };
  const ratios: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    await free();
    const { rows } = await owner.query<{ count: number }>(`select count(*)::int as count from devices where ${SELECTED}`);
    const update = await timed(() => owner.query(`update devices set customer_id = $1, ${NEW_VERSION} where ${SELECTED}`, [customer]));
    await free();
    const select = { filter: { managedBy: 'administrator', name: '-', state: 'inStock' }, expectedCount: rows[0]?.count };
    let batch: Batch | undefined;
    const seconds = await timed(async () => (batch = await runBatch(call, { select, change: { assignTo: customer } })));
    if (batch?.counts.applied !== rows[0]?.count) throw new Error(JSON.stringify(batch));
    ratios.push(update / seconds);
    console.log(`${rows[0]?.count} devices: UPDATE ${update.toFixed(2)} s, batch ${seconds.toFixed(2)} s, ratio ${three(update / seconds)}`);
  }
  const ratio = ratios.toSorted((one, other) => one - other)[Math.floor(ratios.length / 2)] ?? 0;
  console.log(JSON.stringify({ devices, rounds, ratio: three(ratio), peakMb: ringfleet.peakMb() }));
} finally {
  await owner.end();
  await ringfleet.stop();
}
