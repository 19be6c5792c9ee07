// npm run bench:phones -- --phones 20000 --devices 100000 --at-once 500 [--threads 2 | --instances 3]
// The power cut of a site: all its phones fetch their configuration at once from a Ringfleet of one process at the port of phones that its threads take (0: at its one port), or from as many of profiles over the real engines, each with its own address and login, by Digest; first when nothing is kept yet, then again, as after a power cut, and once
// more after a version of their profile was published, which as many devices have as there are. Beside each of three power cuts nginx, one worker, gives the same bytes from disk to the same phones: to everybody, and to who signs in; each ratio is the middle one of three. The last line is JSON.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { freePort } from '../../deploy/engines/free-port.mjs';
import type { Crowd, CrowdPhone, CrowdTimes } from './phone-crowd.ts';
import { postgresCpu, processCpu } from './postgres-cpu.ts';
import { makePhones } from './provisioned-phones.ts';
import { type Measurable, startOne, startStack } from './phones-server.ts';
import { type Call, clientOf } from './ringfleet-process.ts';
import { three } from './timed-import.ts';

const PROFILE = 'T21 standard';
const { values } = parseArgs({
  options: {
    phones: { type: 'string', default: '20000' },
    devices: { type: 'string', default: '100000' },
    'at-once': { type: 'string', default: '500' },
    threads: { type: 'string', default: '2' },
    instances: { type: 'string', default: '0' },
  },
});
const [count, devices, atOnce] = [Number(values.phones), Number(values.devices), Number(values['at-once'])];
const [threads, instances] = [Number(values.threads), Number(values.instances)];
if (![count, devices, atOnce, threads + 1, instances + 1].every((number) => Number.isInteger(number) && number > 0))
  throw new Error('Give --phones N, --devices N, --at-once N, --threads N and --instances N.');
/** Of the crowd. */
const CROWDS = 2;
/** One beside the other, as the machine may be faster or slower a minute later. */
const ROUNDS = 3;

const median = (numbers: readonly number[]): number => numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0;

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly got: number;
  readonly bytes: number;
  /** Of a processor's time, for each file; of ours alone. */
  readonly cpuMs?: { readonly ringfleet: number; readonly postgres: number };
}

async function crowd(what: string, ports: readonly number[], phones: readonly CrowdPhone[], ours?: Measurable): Promise<Measured> {
  const used = (): readonly [number, number] => (ours ? [ours.pids.reduce((sum, pid) => sum + processCpu(pid), 0), postgresCpu(ours.postgresData)] : [0, 0]);
  const before = used();
  const began = performance.now();
  const parts = Array.from({ length: CROWDS }, (_, part) => phones.filter((__, at) => at % CROWDS === part));
  const times = await Promise.all(parts.map((part) => come({ ports, atOnce: Math.ceil(atOnce / CROWDS), phones: part })));
  const seconds = (performance.now() - began) / 1_000;
  const ms = times.flatMap((one) => one.ms).toSorted((one, other) => one - other);
  const failures = times.flatMap((one) => one.failures);
  const at = (share: number): number => Math.round(ms[Math.floor(ms.length * share)] ?? 0);
  const after = used();
  const perFile = (of: 0 | 1): number => three(((after[of] - before[of]) * 1_000) / ms.length);
  const measured = {
    perSecond: Math.round(ms.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    got: ms.length,
    bytes: times.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(ours && { cpuMs: { ringfleet: perFile(0), postgres: perFile(1) } }),
  };
  console.log(`${what}: ${measured.got} of ${phones.length} got their file, ${measured.perSecond} a second, median ${measured.p50} ms, p99 ${measured.p99} ms`);
  if (measured.cpuMs) console.log(`  of a processor for each: ${measured.cpuMs.ringfleet} ms, PostgreSQL ${measured.cpuMs.postgres} ms`);
  if (failures.length > 0) console.log(`  the others: ${[...new Set(failures)].join('; ')}`);
  return measured;
}

function come(crowdOf: Crowd): Promise<CrowdTimes> {
  const worker = new Worker(new URL('phone-crowd.ts', import.meta.url), { workerData: crowdOf });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

/** nginx, one worker, with a file of the phones' size under each of their addresses: at one port for everybody, at the other for who signs in with the login of that phone (Basic, as nginx has no Digest). */
async function withNginx<T>(
  folder: string,
  { phones, content }: { readonly phones: readonly CrowdPhone[]; readonly content: (phone: CrowdPhone) => string },
  work: (ports: { readonly open: number; readonly asking: number }) => Promise<T>,
): Promise<T> {
  mkdirSync(join(folder, 'logins'), { recursive: true });
  for (const phone of phones) {
    const [, , key = ''] = phone.path.split('/');
    mkdirSync(join(folder, phone.path, '..'), { recursive: true });
    writeFileSync(join(folder, phone.path), content(phone));
    writeFileSync(join(folder, 'logins', key), `${phone.username}:{PLAIN}${phone.password}\n`);
  }
  const ports = { open: await freePort(), asking: await freePort() };
  const config = join(folder, 'nginx.conf');
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((one) => `${one}_temp_path ${one};`).join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  const connections = Math.max(4_096, atOnce + 1_000); // and a file for each
  const asked = `location ~ ^/p/(?<key>[0-9a-f]+)/ { auth_basic phones; auth_basic_user_file ${folder}/logins/$key; }`;
  const server = (port: number, more = ''): string => `server { listen 127.0.0.1:${port} backlog=65535; root ${folder}; ${more} }`;
  writeFileSync(
    config,
    `${user} worker_processes 1; pid nginx.pid; worker_rlimit_nofile ${2 * connections}; events { worker_connections ${connections}; } http { access_log off; ${paths} ${server(ports.open)} ${server(ports.asking, asked)} }\n`,
  );
  const nginx = spawn(process.execPath, ['deploy/engines/run.mjs', 'nginx', '--folder', folder, '--config', config], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await new Promise<void>((resolve, reject) => {
      nginx.stdout.once('data', () => resolve());
      nginx.once('exit', () => reject(new Error('nginx ended.')));
    });
    return await work(ports);
  } finally {
    nginx.removeAllListeners('exit');
    const ended = new Promise((resolve) => nginx.once('exit', resolve));
    nginx.kill('SIGTERM');
    await ended;
  }
}

/** Publishes another version of the profile; how long the request took, in ms, and what of a processor's time the process took meanwhile. */
async function publish(call: Call, profileId: string, { pids }: Measurable): Promise<{ readonly ms: number; readonly cpuMs: number }> {
  const versions = `/api/v1/profiles/${profileId}/versions`;
  const headers = { 'content-type': 'application/json', 'if-match': '*' };
  const { number } = await call<{ number: number }>(versions, { method: 'POST', headers, body: JSON.stringify({ basedOn: 1, note: 'bench' }) });
  const used = (): number => pids.reduce((sum, pid) => sum + processCpu(pid), 0);
  const [began, cpu] = [performance.now(), used()];
  await call(`${versions}/${number}/publish`, { method: 'POST', headers });
  return { ms: Math.round(performance.now() - began), cpuMs: Math.round((used() - cpu) * 1_000) };
}

const ringfleet = instances > 0 ? startStack(instances) : await startOne(threads);
try {
  const { target, phones } = await makePhones(ringfleet.profilesUrl, ringfleet.sealer, Math.max(count, devices), PROFILE);
  const site = phones.slice(0, count);
  const first = await crowd('nothing kept yet', ringfleet.ports, site, ringfleet);
  const size = Math.round(first.bytes / Math.max(first.got, 1));
  const content = ({ sipUsername }: CrowdPhone): string => sipUsername.padEnd(size, ' ');
  const rounds: { readonly again: Measured; readonly nginx: Measured; readonly asking: Measured }[] = [];
  await withNginx(join(ringfleet.folder, 'nginx'), { phones: site, content }, async (ports) => {
    while (rounds.length < ROUNDS) {
      const again = await crowd('a power cut', ringfleet.ports, site, ringfleet);
      const nginx = await crowd('nginx, which gives them to everybody', [ports.open], site);
      rounds.push({ again, nginx, asking: await crowd('nginx, which asks for the login', [ports.asking], site) });
    }
  });
  const published = await publish(await clientOf(ringfleet.credentials), target.profileId, ringfleet);
  console.log(`publishing a version that ${phones.length} devices have: ${published.ms} ms, ${published.cpuMs} ms of a processor`);
  const changed = await crowd('after publishing', ringfleet.ports, site, ringfleet);
  const ratioTo = (which: 'nginx' | 'asking', what: 'perSecond' | 'p99'): number =>
    three(median(rounds.map(({ again, ...other }) => again[what] / other[which][what])));
  const to = (which: 'nginx' | 'asking'): object => ({ rate: ratioTo(which, 'perSecond'), p99: ratioTo(which, 'p99') });
  const ratio = { toNginx: to('nginx'), toNginxThatAsks: to('asking') };
  console.log(
    JSON.stringify({
      phones: count,
      devices: phones.length,
      atOnce,
      threads,
      instances,
      size,
      first,
      rounds,
      ratio,
      published,
      changed,
      peakMb: ringfleet.peakMb(),
    }),
  );
} finally {
  await ringfleet.stop();
}
