// npm run bench:stack [-- --rows 50000 --format csv --instances 1,2,4]
// How fast an import is over Kafka, MinIO, PostgreSQL and a process per service, as a ratio to the same bare COPY as bench:import's, with 1, 2 and 4 instances of
// inventory and files; and how fast the relay and a reader are beside Kafka's own tools. The last line is JSON.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { createLogger } from '@ringfleet/observability';
import { copySeconds, type MeasuredEngines, relayed } from './copy-limit.ts';
import { kafkaRates } from './kafka-rates.ts';
import { clientOf, type Credentials } from './ringfleet-process.ts';
import { importFile, three, writeFileOf } from './timed-import.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '50000' }, format: { type: 'string', default: 'csv' }, instances: { type: 'string', default: '1,2,4' } },
});
const rows = Number(values.rows);
const { format } = values;
const instances = values.instances.split(',').map(Number);
if (!Number.isInteger(rows) || rows < 1 || !['csv', 'xls', 'xlsx'].includes(format) || instances.some((count) => !Number.isInteger(count) || count < 1)) {
  throw new Error('Give --rows N, --format csv, xls or xlsx, and --instances 1,2,4.');
}

const folder = mkdtempSync(join(tmpdir(), 'ringfleet-bench-'));
chmodSync(folder, 0o777); // PostgreSQL, as an account of its own, writes what is copied
const env = { ...process.env, RINGFLEET_STACK: join(folder, 'stack'), RINGFLEET_FILES_MAX_BYTES: String(2 ** 30) };

function stack(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['deploy/stack/stack.mjs', ...args], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run stack -- ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}

function read(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(folder, 'stack', ...path), 'utf8'));
}

function enginesOf(): MeasuredEngines & { readonly brokers: string } {
  const { ports } = read('stack.json') as { ports: { postgres: number; kafka: number } };
  const { password } = read('postgres/credentials.json') as { password: string };
  const brokers = `127.0.0.1:${ports.kafka}`;
  return {
    inventoryUrl: `postgres://postgres:${password}@127.0.0.1:${ports.postgres}/inventory`,
    openLog: () => new KafkaEventLog({ brokers: [brokers], clientId: 'bench', log: createLogger({ service: 'bench', level: 'error' }) }),
    brokers,
  };
}

try {
  const measured = [];
  for (const count of instances) {
    stack('up', '--instances', `inventory=${count},files=${count}`);
    const engines = enginesOf();
    const call = await clientOf(read('credentials.json') as Credentials);
    const path = join(folder, `devices-${count}.${format}`);
    await writeFileOf(path, rows, { seed: count, prefix: `of${count}` });
    const { id, began, seconds, counts } = await importFile(call, path);
    const relaySeconds = await relayed(engines, began);
    const limit = await copySeconds(engines, id, folder);
    measured.push({
      instances: count,
      ...counts,
      seconds: three(seconds),
      copySeconds: three(limit),
      ratio: three(limit / seconds),
      relaySeconds: three(relaySeconds),
    });
    console.log(JSON.stringify(measured.at(-1)));
  }
  const kafka = await kafkaRates(enginesOf());
  const [first] = measured;
  console.log(
    JSON.stringify({
      rows,
      format,
      ...first,
      kafka,
      byInstances: measured.map(({ instances: count, ratio, seconds }) => ({ instances: count, ratio, seconds })),
    }),
  );
} finally {
  stack('down');
  rmSync(folder, { recursive: true, force: true });
}
