import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresBinaries } from './postgres-binaries.js';
import { syncFolder, writePrivate } from './private-files.js';
import { processesIn, type RunningProcess, signal } from './processes.js';

export const SUPERUSER = 'ringfleet';
const STOPS_WITHIN_MS = 120_000;

/**
 * Makes the data folder ready for a server of ours: none runs on it, it exists, it belongs to the right user.
 * @param folder the home's `postgres` folder
 */
export async function prepareData(folder: string, binaries: PostgresBinaries, password: string): Promise<string> {
  const data = join(folder, 'data');
  await stopServers(folder);
  if (!existsSync(data)) createData(folder, binaries, password);
  if (statSync(data).uid !== binaries.owner) giveTo(data, binaries.owner);
  return data;
}

/**
 * Ends what runs on a data folder and waits for it: a server that outlived a killed process, its guard, single processes of a killed server, an initdb.
 * Goes by the current directory of processes, not by postmaster.pid, whose number may be another's by now and then would bar the start.
 * @param folder the home's `postgres` folder
 */
export async function stopServers(folder: string): Promise<void> {
  const targets = [join(folder, 'data'), join(folder, 'data.new')];
  const namesTarget = ({ args }: RunningProcess): boolean => targets.some((target) => args.includes(target));
  const deadline = Date.now() + STOPS_WITHIN_MS;
  for (;;) {
    const found = processesIn([folder, ...targets]).filter((running) => running.name === 'postgres' || namesTarget(running));
    const [first] = found;
    if (!first) break;
    if (Date.now() > deadline) throw new Error(`PostgreSQL of an earlier start (process ${first.pid}) still runs in ${folder} and does not stop.`);
    // SIGINT is PostgreSQL's fast shutdown. Processes whose server is gone can write nothing more; SIGQUIT ends them, the next start recovers.
    const servers = found.filter(namesTarget);
    if (servers.length > 0) for (const { pid } of servers) signal(pid, 'SIGINT');
    else for (const { pid } of found) signal(pid, 'SIGQUIT');
    await pause(20);
  }
  for (const target of targets) rmSync(join(target, 'postmaster.pid'), { force: true });
}

/** The folder gets its name when it is whole, so a start killed half-way leaves nothing that looks like a database. */
function createData(folder: string, binaries: PostgresBinaries, password: string): void {
  const draft = join(folder, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = `${draft}.password`;
  writePrivate(passwordFile, password);
  try {
    const [program = '', ...prefix] = binaries.command('initdb');
    const args = [...prefix, '-D', draft, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8'];
    const { status, stderr, error } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`A database could not be created in ${draft}: ${error?.message ?? stderr}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, join(folder, 'data'));
  syncFolder(folder);
}

/** Last of all the folder itself, so that a change of owner killed half-way is done again. */
function giveTo(data: string, owner: number): void {
  for (const entry of readdirSync(data, { recursive: true, encoding: 'utf8' })) chownSync(join(data, entry), owner, owner);
  chownSync(data, owner, owner);
}
