import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { PostgresBinaries } from './postgres-binaries.js';
import { readText, syncFolder, writePrivate } from './private-files.js';
import { folderOf, type RunningProcess, runningProcesses, signal, startOf } from './processes.js';

export const SUPERUSER = 'ringfleet';
/** PostgreSQL's own, so that an upgrade of the system's library changes no order in an index. */
const LOCALE = ['--locale-provider=builtin', '--locale=C.UTF-8'];
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
 * @param folder the home's `postgres` folder
 */
export async function stopServers(folder: string): Promise<void> {
  const deadline = Date.now() + STOPS_WITHIN_MS;
  for (;;) {
    const found = processesOn(folder);
    const [first] = found;
    if (!first) break;
    if (Date.now() > deadline) throw new Error(`PostgreSQL of an earlier start (process ${first.pid}) still runs in ${folder} and does not stop.`);
    // SIGINT is PostgreSQL's fast shutdown. Processes whose server is gone can write nothing more; SIGQUIT ends them, the next start recovers.
    const servers = found.filter((running) => isServer(running, folder));
    if (servers.length > 0) for (const { pid } of servers) signal(pid, 'SIGINT');
    else for (const { pid } of found) signal(pid, 'SIGQUIT');
    await pause(20);
  }
  forgetReusedPid(folder);
}

/** The processes of PostgreSQL that work on the data of a home: whatever was told `-D` with its folder, and the server's own children, which stand in it. */
export function processesOn(folder: string): RunningProcess[] {
  const folders = dataFolders(folder);
  return runningProcesses().filter((running) => isServer(running, folder) || (running.name === 'postgres' && folders.includes(folderOf(running.pid) ?? '')));
}

const dataFolders = (folder: string): string[] => [join(folder, 'data'), join(folder, 'data.new')];

const isServer = ({ args }: RunningProcess, folder: string): boolean => dataFolders(folder).includes(args[args.indexOf('-D') + 1] ?? '');

/** PostgreSQL does not start while the number in postmaster.pid is some process's, even one that got it after a reboot. No server is left here, so it is not ours. */
function forgetReusedPid(folder: string): void {
  const path = join(folder, 'data', 'postmaster.pid');
  const pid = Number(readText(path)?.split('\n')[0]);
  if (pid > 0 && startOf(pid) !== undefined) rmSync(path);
}

/** The folder gets its name when it is whole, so a start killed half-way leaves nothing that looks like a database. */
function createData(folder: string, binaries: PostgresBinaries, password: string): void {
  const draft = join(folder, 'data.new');
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = `${draft}.password`;
  writePrivate(passwordFile, password);
  try {
    const [program = '', ...prefix] = binaries.command('initdb');
    const args = [...prefix, '-D', draft, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8', ...LOCALE];
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
