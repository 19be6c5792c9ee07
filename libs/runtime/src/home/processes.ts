import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as /proc shows it. */
export interface RunningProcess {
  readonly pid: number;
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * When a process started, as text that no other process of that pid ever has (boot id and clock ticks since boot):
 * a pid alone is used again, after a reboot at the latest. Undefined when the process is gone, also when it is only not yet buried.
 */
export function startOf(pid: number): string | undefined {
  const stat = readProc(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name stands in brackets and may itself hold spaces and brackets: `4711 (a (b) c) S 1 4711 …`; the start is field 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : `${readProc('sys/kernel/random/boot_id')?.trim()}/${fields[19]}`;
}

/** All processes that this user may see. */
export function runningProcesses(): RunningProcess[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.flatMap((pid) => {
    const name = readProc(`${pid}/comm`)?.trim();
    const args = readProc(`${pid}/cmdline`)?.split('\0');
    return name === undefined || args === undefined || startOf(pid) === undefined ? [] : [{ pid, name, args }];
  });
}

/** Sends a signal; a process that is gone meanwhile is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone
  }
}

/** The current directory of a process; undefined when it is gone or another user's. */
export function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}
