// What the engines' modules share: where programs are kept, how a step is told, how a program is run and ended.
// Plain Node 20, no packages: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const TAIL = 8_000;

/**
 * @typedef {object} Context
 * @property {string} folder where installed programs are kept, one folder per engine
 * @property {(line: string) => void} say tells progress, on standard error
 */

/**
 * @typedef {object} Running
 * @property {string} address host:port or URL
 * @property {number} pid of the engine's own process
 * @property {import('node:child_process').ChildProcess} child
 * @property {Record<string, unknown>} [more] further fields of the line that says it is ready
 * @property {() => void} [end] how it is asked to end (default: SIGTERM)
 */

/** @returns {Context} */
export function createContext() {
  const folder = process.env.RINGFLEET_ENGINES ?? join(homedir(), '.cache/ringfleet/engines');
  mkdirSync(folder, { recursive: true });
  return { folder, say: (line) => void process.stderr.write(`${line}\n`) };
}

/** Runs a command to its end, its output on standard error. Throws with the command and what it lacked. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { ...options, stdio: ['ignore', 2, 2] });
  if (error?.code === 'ENOENT') throw new Error(`There is no program ${program} on this machine: install it and try again.`);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status ?? error?.message}.`);
}

/** Whether a program is on the PATH. */
export const has = (program) => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

/** Installs Debian packages if one of the programs is missing. Only root can; others are told what to install. */
export function needPackages({ say }, programs, packages) {
  const missing = programs.filter((program) => !has(program));
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`${missing.join(', ')} is missing here. Run as root: ${command}`);
  say(`Installing ${packages.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}

/** Starts a program in the foreground of this process. Its output goes to a file, or else to standard error. */
export const launch = (program, args, { output = 2, ...options } = {}) => spawn(program, args, { ...options, stdio: ['ignore', output, output] });

/** Keeps the last words of a child whose stdio are pipes. */
export function lastWords(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text = (text + String(data)).slice(-TAIL)));
  return () => text;
}

/** Resolves when `answers` resolves to true; rejects when the child ends before. */
export async function untilReady(child, answers) {
  while (child.exitCode === null && child.signalCode === null) {
    if (await answers().catch(() => false)) return;
    await pause(100);
  }
  throw new Error(`${child.spawnfile} ended with ${child.exitCode ?? child.signalCode} before it was ready: see its output.`);
}

/** Whether something takes connections there. */
export async function takesConnections(port, host = '127.0.0.1') {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return socket.localPort !== port; // a connection to itself: nobody is there yet
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
