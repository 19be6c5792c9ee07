// npm run bench:import -- --rows 50000 --format xlsx|csv|xls [--inventory 1000000]
// How fast an import is, from the 202 to completed, as a ratio to a bare COPY of what it wrote. The last line is JSON.
import { createWriteStream, openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { writeCsv, writeXlsx } from '@ringfleet/spreadsheets';
import { copySeconds, relayed } from './copy-limit.ts';
import { deviceRows } from './device-rows.ts';
import { type Call, clientOf, startRingfleet } from './ringfleet-process.ts';
import { xlsOf } from './xls-writer.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '50000' }, format: { type: 'string', default: 'xlsx' }, inventory: { type: 'string', default: '0' } },
});
const rows = Number(values.rows);
const inventory = Number(values.inventory);
const { format } = values;
if (!Number.isInteger(rows) || rows < 1 || !['csv', 'xls', 'xlsx'].includes(format)) throw new Error('Give --rows N and --format csv, xls or xlsx.');

async function writeFileOf(path: string, count: number, options: { readonly seed: number; readonly prefix?: string }): Promise<void> {
  const content = deviceRows(count, options);
  if (path.endsWith('.xls')) await writeFile(path, xlsOf(content));
  else await pipeline(path.endsWith('.csv') ? writeCsv(rowsOf(content)) : writeXlsx(rowsOf(content)), createWriteStream(path));
}

async function* rowsOf(content: Iterable<string[]>): AsyncGenerator<string[]> {
  yield* content;
}

/** Uploads a file and waits to the end of its import; seconds from the 202. */
interface Imported {
  readonly id: string;
  readonly began: number;
  readonly seconds: number;
  readonly counts: { readonly applied: number; readonly rejected: number };
}

interface Seen {
  readonly state: string;
  readonly finishedAt: string;
  readonly counts: Imported['counts'];
  readonly problem?: unknown;
}

async function importFile(call: Call, path: string): Promise<Imported> {
  const body = new FormData();
  body.append('file', await openAsBlob(path), path.split('/').at(-1));
  const { id } = await call<{ id: string }>('/api/v1/imports', { method: 'POST', body });
  const began = Date.now();
  for (;;) {
    const seen = await call<Seen>(`/api/v1/imports/${id}`);
    if (seen.state === 'completed') return { id, began, seconds: (Date.parse(seen.finishedAt) - began) / 1000, counts: seen.counts };
    if (['failed', 'cancelled'].includes(seen.state)) throw new Error(`The import ended ${seen.state}: ${JSON.stringify(seen.problem)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const ringfleet = await startRingfleet();
try {
  const call = await clientOf(ringfleet.credentials);
  if (inventory > 0) {
    const before = join(ringfleet.folder, 'before.csv');
    await writeFileOf(before, inventory, { seed: 2, prefix: 'before' });
    console.log(`inventory of ${inventory} first: ${JSON.stringify(await importFile(call, before))}`);
  }
  const path = join(ringfleet.folder, `devices.${format}`);
  await writeFileOf(path, rows, { seed: 1 });
  const { id, seconds, began, counts } = await importFile(call, path);
  const relaySeconds = await relayed(ringfleet.home, began);
  const peakMb = ringfleet.peakMb();
  console.log(`${counts.applied} applied, ${counts.rejected} rejected`);
  const limit = await copySeconds(ringfleet.home, id, ringfleet.folder);
  const three = (number: number): number => Math.round(number * 1000) / 1000;
  console.log(
    JSON.stringify({
      rows,
      format,
      seconds: three(seconds),
      copySeconds: three(limit),
      ratio: three(limit / seconds),
      relaySeconds: three(relaySeconds),
      peakMb,
    }),
  );
} finally {
  await ringfleet.stop();
}
