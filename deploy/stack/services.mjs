// The services of a stack: one process per instance, as they run in production.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { closeCommonDatabases, databaseOf, ensureServiceDatabase, SERVICE_PORTS, urlVariable } from '@ringfleet/runtime';
import { fingerprint } from './fingerprint.mjs';
import { end, runs, startDetached } from './processes.mjs';

export const SERVICES = Object.keys(SERVICE_PORTS);
export const STOPS_WITHIN_MS = 30_000;

const LOOK_MS = 50;
const READY_WITHIN_MS = 120_000;
const SUPERUSER = 'postgres';
const ROOT = join(import.meta.dirname, '../..');

const programOf = (service) => join(ROOT, 'services', service, 'dist/main.js');

/** Names of a service's processes: inventory-1, inventory-2. @param {import('./state.mjs').Stack} stack @param {string} service */
export const instancesOf = ({ state }, service) => Array.from({ length: state.instances[service] ?? 1 }, (_, index) => `${service}-${index + 1}`);

/** inventory-2 → inventory @param {string} instance */
export const serviceOf = (instance) => instance.replace(/-\d+$/, '');

/** @param {import('./state.mjs').Stack} stack */
export const allInstances = (stack) => SERVICES.flatMap((service) => instancesOf(stack, service));

/** Makes the databases and their roles where they are missing. @param {import('./state.mjs').Stack} stack */
export async function ensureDatabases(stack) {
  const access = databaseAccess(stack);
  await closeCommonDatabases(access);
  for (const service of SERVICES) await ensureServiceDatabase(access, databaseOf(service));
}

/** Addresses of roles; whom we do not know is the superuser, whose password the engine has made. */
function databaseAccess(stack) {
  const { ports } = stack.state;
  const ours = new Set(SERVICES.map(databaseOf).flatMap((name) => [`${name}_owner`, `${name}_app`]));
  const superuser = () => JSON.parse(readFileSync(stack.path('postgres/credentials.json'), 'utf8')).password;
  const url = (role, database) => {
    const [user, password] = ours.has(role) ? [role, stack.password(role)] : [SUPERUSER, superuser()];
    return `postgres://${user}:${password}@127.0.0.1:${ports.postgres}/${database}`;
  };
  return { password: (role) => stack.password(role), url };
}

/** @param {import('./state.mjs').Stack} stack @param {string} service @param {'owner' | 'app'} role */
function roleUrl(stack, service, role) {
  const database = databaseOf(service);
  return databaseAccess(stack).url(`${database}_${role}`, database);
}

/** Brings the schema of every service up to date. @param {import('./state.mjs').Stack} stack */
export async function migrateAll(stack) {
  await Promise.all(SERVICES.map((service) => command(stack, service, 'migrate', { RINGFLEET_DATABASE_OWNER_URL: roleUrl(stack, service, 'owner') })));
}

/** What `main.js credentials` of directory says. @param {import('./state.mjs').Stack} stack */
export const tellCredentials = async (stack) => JSON.parse(await command(stack, 'directory', 'credentials', environmentOf(stack, 'directory-1')));

/** Runs a command of a service to its end; its output. */
async function command(stack, service, name, env) {
  const child = spawn(process.execPath, [programOf(service), name], { env: { ...inherited(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => (said.out += String(data)));
  child.stderr.on('data', (data) => (said.err += String(data)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${service} ${name} ended with ${code}:\n${said.err || said.out}`);
  return said.out;
}

/** Starts an instance unless it runs as it shall. @param {import('./state.mjs').Stack} stack @param {string} instance */
export async function startInstance(stack, instance) {
  const { processes } = stack.state;
  const env = environmentOf(stack, instance);
  const as = fingerprint(env);
  if (runs(processes[instance]) && processes[instance].as === as) return;
  if (runs(processes[instance])) await end(processes[instance], 'SIGTERM', STOPS_WITHIN_MS);
  const started = startDetached([process.execPath, programOf(serviceOf(instance))], { env: { ...inherited(), ...env }, log: logOf(stack, instance) });
  processes[instance] = { ...started, as };
  stack.save();
}

/** Resolves when the instance says that it is ready. @param {import('./state.mjs').Stack} stack @param {string} instance */
export async function untilReady(stack, instance) {
  const late = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await readiness(stack, instance);
    if (answer === 'ready') return;
    if (!runs(stack.state.processes[instance]))
      throw new Error(`${instance} has ended; the end of ${logOf(stack, instance)}:\n${tail(logOf(stack, instance))}`);
    if (Date.now() > late)
      throw new Error(`${instance} is not ready after ${READY_WITHIN_MS / 1000} s: it waits for ${answer}. See ${logOf(stack, instance)}.`);
    await pause(LOOK_MS);
  }
}

/** `ready`, or what it waits for. @param {import('./state.mjs').Stack} stack @param {string} instance @returns {Promise<string>} */
export async function readiness(stack, instance) {
  try {
    const response = await fetch(`http://127.0.0.1:${stack.state.ports[instance]}/ready`, { signal: AbortSignal.timeout(5_000) });
    return response.ok ? 'ready' : ((await response.json()).waitsFor ?? 'its engines');
  } catch {
    return 'its port';
  }
}

/** The variables of an instance (libs/runtime/src/process/variables.ts). */
function environmentOf(stack, instance) {
  const { ports, serviceKey, sealingKeys, settings, demo } = stack.state;
  const service = serviceOf(instance);
  const minio = JSON.parse(readFileSync(stack.path('minio/credentials.json'), 'utf8'));
  return {
    ...settings,
    ...(service === 'device-control' && JSON.parse(readFileSync(stack.path('kamailio/registrar.json'), 'utf8'))),
    RINGFLEET_HOST: '127.0.0.1',
    RINGFLEET_PORT: String(ports[instance]),
    RINGFLEET_PUBLIC_URL: `http://127.0.0.1:${ports.nginx}`,
    RINGFLEET_DATABASE_URL: roleUrl(stack, service, 'app'),
    RINGFLEET_KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    RINGFLEET_OBJECTS_URL: `http://127.0.0.1:${ports.minio}`,
    RINGFLEET_OBJECTS_ACCESS_KEY: minio.user,
    RINGFLEET_OBJECTS_SECRET_KEY: minio.password,
    RINGFLEET_SEALING_KEYS: sealingKeys,
    RINGFLEET_SERVICE_KEY: serviceKey,
    RINGFLEET_DEMO: demo ? 'on' : 'off',
    ...Object.fromEntries(
      SERVICES.map((name) => [
        urlVariable(name),
        instancesOf(stack, name)
          .map((other) => `http://127.0.0.1:${ports[other]}`)
          .join(','),
      ]),
    ),
  };
}

const logOf = (stack, instance) => stack.path('logs', `${instance}.log`);

const inherited = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGFLEET_') && name !== 'NODE_OPTIONS'));

const tail = (file) => readFileSync(file, 'utf8').slice(-3_000);
