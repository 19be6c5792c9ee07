// npm run bench:rls -- --rows 20000 --pairs 6 [--inventory 100000]
// What row-level security costs an import: the same import with the policies of every table and without, in pairs in one process, first the one and then the other.
// Ratios are without / with: 1 is free. The last line is JSON.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { deviceRows } from './device-rows.ts';
import { postgresCpu } from './postgres-cpu.ts';
import { type Call, clientOf, type MeasuredRingfleet, startRingfleet } from './ringfleet-process.ts';
import { importFile, three, writeFileOf } from './timed-import.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20000' }, pairs: { type: 'string', default: '6' }, inventory: { type: 'string', default: '100000' } },
});
const [rows, pairs, inventory] = [Number(values.rows), Number(values.pairs), Number(values.inventory)];
if (!Number.isInteger(rows) || rows < 1 || !Number.isInteger(pairs) || pairs < 1) throw new Error('Give --rows N and --pairs N.');

const DATABASES = ['inventory', 'files'];

interface Cost {
  readonly seconds: number;
  readonly cpu: number;
}

/** Switches the policies of every table of a database on or off, and has statistics made, so that both are planned by the same. */
async function switchPolicies(urls: readonly string[], on: boolean): Promise<number> {
  let tables = 0;
  for (const connectionString of urls) {
    const client = new pg.Client({ connectionString });
    await client.connect();
    const { rows: found } = await client.query<{ name: string }>(
      `select distinct polrelid::regclass::text as name from pg_policy join pg_class c on c.oid = polrelid where c.relkind in ('r', 'p') order by 1`,
    );
    for (const { name } of found) await client.query(`alter table ${name} ${on ? 'enable' : 'disable'} row level security`);
    await client.query('analyze');
    await client.end();
    tables += found.length;
  }
  return tables;
}

/** Every row as the uploader may write it: a reseller's are its own, for its customers. */
function* rowsFor(uploader: string, seed: number): Generator<string[]> {
  const [header = [], ...lines] = deviceRows(rows, { seed, prefix: `${uploader}-${seed}` });
  yield header;
  for (const line of lines)
    yield uploader === 'administrator'
      ? line
      : line.map((cell, at) =>
          ['Managed by', 'CPE profile', 'Shared with reseller', 'Site'].includes(header[at] ?? '')
            ? ''
            : header[at] === 'Tenant customer name' && cell !== ''
              ? 'Birch & Sons'
              : cell,
        );
}

async function measured(ringfleet: MeasuredRingfleet, call: Call, uploader: string, seed: number): Promise<Cost> {
  const path = join(ringfleet.folder, `${uploader}-${seed}.csv`);
  await writeFile(path, [...rowsFor(uploader, seed)].map((line) => line.map((cell) => `"${cell}"`).join()).join('\n'));
  const before = postgresCpu(ringfleet.postgresData);
  const { seconds, counts } = await importFile(call, path);
  if (counts.applied < rows * 0.9) throw new Error(`Only ${counts.applied} of ${rows} rows were applied.`);
  return { seconds, cpu: postgresCpu(ringfleet.postgresData) - before };
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

const ringfleet = await startRingfleet();
try {
  const urls = DATABASES.map((name) => ringfleet.ownerUrl(name));
  const reseller = ringfleet.credentials.resellers.find(({ name }) => name === 'North Telecom');
  if (!reseller) throw new Error('The demo data has no key of North Telecom.');
  const uploaders = { administrator: ringfleet.credentials, reseller: { ...reseller, url: ringfleet.credentials.url } };
  const results: Record<string, object> = {};
  const before = join(ringfleet.folder, 'before.csv');
  await writeFileOf(before, inventory, { seed: 255, prefix: 'before' });
  await importFile(await clientOf(ringfleet.credentials), before); // and everything is warm
  let seed = 1;
  for (const [uploader, credentials] of Object.entries(uploaders)) {
    const call = await clientOf(credentials);
    const ratios: Cost[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const costs = new Map<boolean, Cost>();
      for (const on of pair % 2 === 0 ? [true, false] : [false, true]) {
        const tables = await switchPolicies(urls, on);
        costs.set(on, await measured(ringfleet, call, uploader, seed++));
        console.log(`${uploader}, policies of ${tables} tables ${on ? 'on' : 'off'}: ${JSON.stringify(costs.get(on))}`);
      }
      await switchPolicies(urls, true);
      const [with_, without] = [costs.get(true), costs.get(false)];
      if (with_ && without) ratios.push({ seconds: without.seconds / with_.seconds, cpu: without.cpu / with_.cpu });
    }
    results[uploader] = { ratio: three(median(ratios.map(({ seconds }) => seconds))), cpuRatio: three(median(ratios.map(({ cpu }) => cpu))) };
  }
  console.log(JSON.stringify({ rows, pairs, inventory, ...results }));
} finally {
  await ringfleet.stop();
}
