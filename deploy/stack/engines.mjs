// Kafka, MinIO, PostgreSQL, Kamailio and nginx of a stack: each runs below `deploy/engines/run.mjs`, which minds it.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createContext } from '../engines/frame.mjs';
import { install } from '../engines/install.mjs';
import { fingerprint } from './fingerprint.mjs';
import { end, runs, startDetached } from './processes.mjs';

export const ENGINES = ['kafka', 'minio', 'postgres', 'kamailio'];

const RUN = join(import.meta.dirname, '../engines/run.mjs');
const LOOK_MS = 50;
const TRIES = 10;
const TAIL = 3_000;
export const ENDS_WITHIN_MS = 20_000;

/** Installs what is missing, saying so. @param {readonly string[]} names */
export async function installEngines(names) {
  const context = createContext();
  for (const name of names) await install(context, name);
}

/**
 * Starts an engine unless it runs as it shall; resolves when it answers.
 * @param {import('./state.mjs').Stack} stack @param {string} name @param {readonly string[]} [options] further ones of run.mjs
 */
export async function startEngine(stack, name, options = []) {
  const { processes, ports } = stack.state;
  const command = [process.execPath, RUN, name, '--folder', stack.path(name), '--port', String(ports[name]), ...options];
  const as = fingerprint(command);
  if (runs(processes[name]) && processes[name].as === as) return;
  if (runs(processes[name])) await end(processes[name], 'SIGTERM', ENDS_WITHIN_MS);
  mkdirSync(stack.path(name), { recursive: true, mode: 0o700 });
  // After a kill the parts of the old program may still be ending, and hold a port or a lock on the data for a moment.
  for (let attempt = 1; ; attempt++) {
    const started = launch(stack, name, command);
    processes[name] = { ...started, as };
    stack.save();
    const answer = await answered(stack, name);
    if (answer) {
      processes[name].engine = answer.pid;
      stack.save();
      return;
    }
    if (attempt === TRIES) throw new Error(`${name} does not start; the end of ${logOf(stack, name)}:\n${tail(logOf(stack, name))}`);
    await pause(500);
  }
}

const logOf = (stack, name) => stack.path('logs', `${name}.log`);

const launch = (stack, name, command) =>
  startDetached(command, { env: engineEnvironment(), log: logOf(stack, name), output: stack.path(name, 'ready.json'), input: stack.path(name, 'input') });

/** The line that says it is ready; undefined if it has ended instead. */
async function answered(stack, name) {
  const recorded = stack.state.processes[name];
  for (;;) {
    const isRunning = runs(recorded);
    const said = readFileSync(stack.path(name, 'ready.json'), 'utf8');
    if (said.includes('\n')) return JSON.parse(said);
    if (!isRunning) return undefined;
    await pause(LOOK_MS);
  }
}

/** Without what is meant for the services: MinIO's keys are its own, in its folder. */
const engineEnvironment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('RINGFLEET_OBJECTS_') && name !== 'NODE_OPTIONS'));

const tail = (file) => readFileSync(file, 'utf8').slice(-TAIL);
