// How fast events go into Kafka and out of it by our ways, beside Kafka's own tools with records of the same number and size.
import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { MeasuredEngines } from './copy-limit.ts';

const TOPIC = 'inventory.device.v1';
const OWN_TOPIC = 'bench.producer-performance';
/** Of one transaction, as of a chunk of an import. */
const RECORDS_A_ROW = 1_000;

export interface KafkaRates {
  /** Records a second. */
  readonly relay: number;
  readonly producerPerformance: number;
  readonly relayRatio: number;
  readonly reader: number;
  readonly consumerPerformance: number;
  readonly readerRatio: number;
}

export async function kafkaRates(engines: MeasuredEngines & { readonly brokers: string }): Promise<KafkaRates> {
  const { records, bytes, seconds } = await readAll(engines);
  const reader = records / seconds;
  const relay = await relayRate(engines);
  const size = Math.round(bytes / records);
  tool('org.apache.kafka.tools.TopicCommand', '--bootstrap-server', engines.brokers, '--create', '--topic', OWN_TOPIC, '--partitions', '8');
  const produced = tool(
    'org.apache.kafka.tools.ProducerPerformance',
    `--topic=${OWN_TOPIC}`,
    `--num-records=${records}`,
    `--record-size=${size}`,
    '--throughput=-1',
    '--producer-props',
    `bootstrap.servers=${engines.brokers}`,
    'acks=all',
  );
  const producerPerformance = Number(/([\d.]+) records\/sec/.exec(produced.trim().split('\n').at(-1) ?? '')?.[1]); // 50000 records sent, 31347.962382 records/sec (…
  const consumed = tool(
    'org.apache.kafka.tools.ConsumerPerformance',
    `--bootstrap-server=${engines.brokers}`,
    `--topic=${OWN_TOPIC}`,
    `--messages=${records}`,
    '--timeout=60000',
  );
  const consumerPerformance = Number(consumed.trim().split('\n').at(-1)?.split(',')[5]); // …, data.consumed.in.nMsg, nMsg.sec, …
  const rounded = (rate: number): number => Math.round(rate);
  return {
    relay: rounded(relay),
    producerPerformance: rounded(producerPerformance),
    relayRatio: Math.round((relay / producerPerformance) * 100) / 100,
    reader: rounded(reader),
    consumerPerformance: rounded(consumerPerformance),
    readerRatio: Math.round((reader / consumerPerformance) * 100) / 100,
  };
}

/** Everything there is, by a reader that decodes nothing. */
async function readAll({ openLog }: MeasuredEngines): Promise<{ records: number; bytes: number; seconds: number }> {
  const log = openLog();
  try {
    let [records, bytes] = [0, 0];
    const began = performance.now();
    for await (const { value, headers } of log.read(TOPIC, { from: 'start', follow: false })) {
      records++;
      bytes += (value?.length ?? 0) + Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    }
    return { records, bytes, seconds: (performance.now() - began) / 1000 };
  } finally {
    await log.close();
  }
}

/** The outbox of an import put into inventory's outbox a second time, until its relay has sent it; to those who listen these are repeats. */
async function relayRate({ inventoryUrl }: MeasuredEngines): Promise<number> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  try {
    const began = performance.now();
    const { rows } = await client.query<{ count: number }>(
      `with again as (insert into outbox (records, count) select records, count from bench_kept_outbox where count = ${RECORDS_A_ROW} returning count)
       select coalesce(sum(count), 0)::float8 as count, pg_notify('outbox', '') from again`,
    );
    while ((await client.query('select 1 from outbox limit 1')).rowCount) await new Promise((resolve) => setTimeout(resolve, 20));
    await client.query('drop table bench_kept_outbox');
    return (rows[0]?.count ?? 0) / ((performance.now() - began) / 1000);
  } finally {
    await client.end();
  }
}

/** Runs one of the console tools that come with Kafka; what it says. */
function tool(name: string, ...args: string[]): string {
  const jars = join(process.env['RINGFLEET_ENGINES'] ?? join(homedir(), '.cache/ringfleet/engines'), 'kafka-4.1.1', '*');
  const { status, stdout, stderr } = spawnSync('java', ['-cp', jars, name, ...args], { encoding: 'utf8', env: { ...process.env, JAVA_TOOL_OPTIONS: '' } });
  if (status !== 0) throw new Error(`${name} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
