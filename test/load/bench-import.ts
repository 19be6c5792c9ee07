// npm run bench:import -- --rows 50000 --format xlsx|csv|xls [--inventory 1000000]
// How fast an import is, from the 202 to completed, as a ratio to a bare COPY of what it wrote. The last line is JSON.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { copySeconds, relayed } from './copy-limit.ts';
import { clientOf, startRingfleet } from './ringfleet-process.ts';
import { importFile, three, writeFileOf } from './timed-import.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '50000' }, format: { type: 'string', default: 'xlsx' }, inventory: { type: 'string', default: '0' } },
});
const rows = Number(values.rows);
const inventory = Number(values.inventory);
const { format } = values;
if (!Number.isInteger(rows) || rows < 1 || !['csv', 'xls', 'xlsx'].includes(format)) throw new Error('Give --rows N and --format csv, xls or xlsx.');

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
  const relaySeconds = await relayed(ringfleet.engines, began);
  const peakMb = ringfleet.peakMb();
  console.log(`${counts.applied} applied, ${counts.rejected} rejected`);
  const limit = await copySeconds(ringfleet.engines, id, ringfleet.folder);
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
