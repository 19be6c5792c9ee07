// Processes that outlive the command that starts them, and are found again by number and start.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MS = 50;

/**
 * When a process started, as text that no other process of that number ever has; undefined when it is gone, or only not yet buried.
 * @param {number} pid @returns {string | undefined}
 */
export function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may itself hold some: `4711 (a (b) c) S 1 …`; the start, in ticks since boot, is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether a recorded process still runs, and not another one under its number. @param {import('./state.mjs').Recorded | undefined} recorded */
export const runs = (recorded) => recorded !== undefined && startOf(recorded.pid) === recorded.started;

/**
 * Starts a program that goes on when this process has ended. Its output is added to the log; `output` takes standard output alone, from its start.
 * @param {readonly string[]} command
 * @param {{env: NodeJS.ProcessEnv, log: string, output?: string, input?: string}} options `input`: a pipe with a name, which is made and never ends
 */
export function startDetached([program = '', ...args], { env, log, output, input }) {
  const logFile = openSync(log, 'a', 0o600);
  const outFile = output === undefined ? logFile : openSync(output, 'w', 0o600);
  // Opened for both reading and writing: the program itself holds the other end, so it reads no end of file when we are gone.
  const inFile = input === undefined ? 'ignore' : openSync(madePipe(input), 'r+');
  const child = spawn(program, args, { env, detached: true, stdio: [inFile, outFile, logFile] });
  child.unref();
  for (const file of new Set([logFile, outFile, inFile])) if (typeof file === 'number') closeSync(file);
  if (child.pid === undefined) throw new Error(`${program} cannot be started.`);
  return { pid: child.pid, started: startOf(child.pid) ?? '' };
}

/** @param {string} path */
function madePipe(path) {
  if (!existsSync(path) && spawnSync('mkfifo', ['-m', '600', path]).status !== 0) throw new Error(`The pipe ${path} cannot be made.`);
  return path;
}

/**
 * Ends a recorded process by a signal and waits for its end; SIGKILL after the time. One that is gone is no error.
 * @param {import('./state.mjs').Recorded} recorded @param {NodeJS.Signals} signal @param {number} withinMs
 */
export async function end(recorded, signal, withinMs) {
  send(recorded, signal);
  const late = Date.now() + withinMs;
  while (runs(recorded)) {
    if (Date.now() > late) send(recorded, 'SIGKILL');
    await pause(LOOK_MS);
  }
}

/** @param {import('./state.mjs').Recorded} recorded @param {NodeJS.Signals} signal */
export function send(recorded, signal) {
  try {
    if (runs(recorded)) process.kill(recorded.pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error; // gone this moment
  }
}
