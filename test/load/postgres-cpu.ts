import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const TICKS = 100; // per second (sysconf(_SC_CLK_TCK) of every Linux there is)

/** pid, parent, and the ticks it used, those of its ended children by themselves. */
interface Used {
  readonly pid: number;
  readonly parent: number;
  readonly own: number;
  readonly ofEnded: number;
}

function usedBy(pid: string): Used | undefined {
  try {
    // 7 (postgres: walwriter) S 1 … : the name in brackets may hold blanks.
    const [, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) /);
    const numbers = fields.join(') ').split(' ').map(Number);
    const [, parent = 0] = numbers;
    const at = (index: number): number => numbers[index] ?? 0;
    return { pid: Number(pid), parent, own: at(11) + at(12), ofEnded: at(13) + at(14) };
  } catch {
    return undefined; // ended meanwhile
  }
}

/** Seconds of processor time that a process used so far. */
export const processCpu = (pid: number): number => (usedBy(String(pid))?.own ?? 0) / TICKS;

/** Seconds of processor time that a PostgreSQL and all its backends, those that have ended too, used so far. */
export function postgresCpu(dataFolder: string): number {
  const postmaster = Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (usedBy(name) ?? []) : [])); // '1234'
  const main = all.find(({ pid }) => pid === postmaster);
  const backends = all.filter(({ parent }) => parent === postmaster);
  return ((main?.own ?? 0) + (main?.ofEnded ?? 0) + backends.reduce((sum, { own }) => sum + own, 0)) / TICKS;
}
