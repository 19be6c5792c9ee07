// The limit that the import is measured against: a bare COPY of the very rows it made, into tables like its own with all their indexes, on the same server.
import { join } from 'node:path';
import { type EventLog, type LogRecord, outboxRows } from '@ringfleet/messaging';
import pg from 'pg';

const ROUNDS = 3;

/** Where the rows of an import lie: inventory's database, as its superuser, and the event log. */
export interface MeasuredEngines {
  readonly inventoryUrl: string;
  readonly openLog: () => EventLog;
}

/** Seconds from `began` (ms) until inventory's outbox is empty: every event of the import stands in the log. */
export async function relayed({ inventoryUrl }: MeasuredEngines, began: number): Promise<number> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  try {
    while ((await client.query('select 1 from outbox limit 1')).rowCount) await new Promise((resolve) => setTimeout(resolve, 20));
    return (Date.now() - began) / 1000;
  } finally {
    await client.end();
  }
}

// Those that PostgreSQL makes itself no COPY takes.
const WRITTEN = `select string_agg(quote_ident(attname), ', ' order by attnum) as list from pg_attribute
  where attrelid = 'devices'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`;

/** Median seconds of COPY of the devices of one import and of the outbox rows that told of them. */
export async function copySeconds({ inventoryUrl, openLog }: MeasuredEngines, importId: string, folder: string): Promise<number> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  try {
    await client.query('create unlogged table if not exists bench_source_outbox (like outbox including identity including defaults)');
    await client.query('truncate bench_source_outbox');
    for await (const { records, count } of outboxOf(openLog, importId))
      await client.query('insert into bench_source_outbox (records, count) values ($1, $2)', [records, count]);
    const [devices, outbox] = [join(folder, 'devices.copy'), join(folder, 'outbox.copy')];
    const { rows: columns } = await client.query<{ list: string }>(WRITTEN);
    await client.query(`copy (select ${columns[0]?.list} from devices where import_id = '${importId}') to '${devices}' (format binary)`);
    await client.query(`copy bench_source_outbox to '${outbox}' (format binary)`);
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) seconds.push(await oneCopy(client, { devices, outbox }));
    return seconds.toSorted((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? 0;
  } finally {
    await client.query('drop table if exists bench_kept_outbox; alter table bench_source_outbox rename to bench_kept_outbox');
    await client.end();
  }
}

async function oneCopy(client: pg.Client, files: { readonly devices: string; readonly outbox: string }): Promise<number> {
  await client.query('create table bench_devices (like devices including all); create table bench_outbox (like outbox including all)');
  await client.query('checkpoint');
  const began = performance.now();
  await client.query(`copy bench_devices from '${files.devices}' (format binary)`);
  await client.query(`copy bench_outbox from '${files.outbox}' (format binary)`);
  const seconds = (performance.now() - began) / 1000;
  await client.query('drop table bench_devices, bench_outbox');
  return seconds;
}

/** What inventory wrote into its outbox for an import, read back from the log: the device events in rows as they were packed, and one row per answer. */
async function* outboxOf(openLog: () => EventLog, importId: string): AsyncGenerator<{ readonly records: Buffer; readonly count: number }> {
  const log = openLog();
  try {
    let part: LogRecord[] = [];
    for await (const record of log.read('inventory.device.v1', { from: 'start', follow: false })) {
      if (!record.value || !Buffer.from(record.value).includes(importId)) continue;
      part.push(record);
      if (part.length < 1_000) continue;
      yield* outboxRows(part);
      part = [];
    }
    yield* outboxRows(part);
    for await (const record of log.read('inventory.import-outcome.v1', { from: 'start', follow: false }))
      if (record.key === importId) yield* outboxRows([record]);
  } finally {
    await log.close();
  }
}
