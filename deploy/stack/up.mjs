// Starts everything of a stack that does not run, in the order in which one needs the other.
import { writeFileSync } from 'node:fs';
import { ENGINES, installEngines, startEngine } from './engines.mjs';
import { openFrontDoor } from './front-door.mjs';
import { assignPorts } from './ports.mjs';
import { end, runs } from './processes.mjs';
import { allInstances, ensureDatabases, migrateAll, startInstance, STOPS_WITHIN_MS, tellCredentials, untilReady } from './services.mjs';

/** Settings of services that an operator may give a stack through the environment. */
const SETTING = /^(RINGFLEET_FILES_|RINGFLEET_OIDC_|OTEL_)/; // RINGFLEET_FILES_MAX_BYTES

/**
 * @param {import('./state.mjs').Stack} stack
 * @param {{instances?: Record<string, number>, port?: number, demo?: boolean}} options
 * @param {(line: string) => void} say
 */
export async function up(stack, { instances, port, demo }, say) {
  const { state } = stack;
  Object.assign(state.instances, instances);
  Object.assign(state.settings, Object.fromEntries(Object.entries(process.env).filter(([name]) => SETTING.test(name))));
  if (demo !== undefined) state.demo = demo;
  await installEngines([...ENGINES, 'nginx']);
  await stopSurplus(stack);
  const parts = [...ENGINES, 'nginx', ...allInstances(stack)];
  await assignPorts(
    stack,
    parts.filter((part) => !runs(state.processes[part])),
    port,
  );

  say('Starting Kafka, MinIO, PostgreSQL and Kamailio …');
  await Promise.all(ENGINES.map((engine) => startEngine(stack, engine)));
  await ensureDatabases(stack);
  await migrateAll(stack);
  const wanted = allInstances(stack);
  say(`Starting ${wanted.join(', ')} …`);
  for (const instance of wanted) await startInstance(stack, instance);
  await openFrontDoor(stack);
  await Promise.all(wanted.map((instance) => untilReady(stack, instance)));
  await writeCredentials(stack);
}

/** @param {import('./state.mjs').Stack} stack */
export const addressOf = ({ state }) => `http://127.0.0.1:${state.ports.nginx}`;

/** @param {import('./state.mjs').Stack} stack */
async function writeCredentials(stack) {
  const credentials = { url: addressOf(stack), ...(await tellCredentials(stack)) };
  writeFileSync(stack.path('credentials.json'), `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}

/** Instances that were asked for once and are no more. */
async function stopSurplus(stack) {
  const wanted = new Set([...ENGINES, 'nginx', ...allInstances(stack)]);
  for (const [name, recorded] of Object.entries(stack.state.processes)) {
    if (wanted.has(name)) continue;
    await end(recorded, 'SIGTERM', STOPS_WITHIN_MS);
    delete stack.state.processes[name];
    stack.save();
  }
}
