import { rmSync } from 'node:fs';
import { createPrivate, readText, writePrivate } from './private-files.js';
import { startOf } from './processes.js';

/** Another process works in this home. */
export class HomeInUse extends Error {
  override readonly name = 'HomeInUse';
  readonly code = 'home_in_use';
  constructor(
    readonly home: string,
    readonly pid: number,
  ) {
    super(`The home ${home} is in use by process ${pid}. Stop that one, or set RINGFLEET_HOME to another folder.`);
  }
}

interface Holder {
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the lock file of a home for this process and returns how to give it back. A lock whose process is gone (killed, or before a reboot) is taken over;
 * of several who try at once exactly one gets it. Throws `HomeInUse`.
 */
export function takeLock(home: string, path: string): () => void {
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid) ?? '' } satisfies Holder);
  claim(home, path, mine);
  return () => {
    if (readText(path) === mine) rmSync(path);
  };
}

function claim(home: string, path: string, mine: string): void {
  while (!createPrivate(path, mine)) {
    const found = readText(path);
    if (found === undefined) continue; // given back this moment
    const holder = livingHolder(found);
    if (holder) throw new HomeInUse(home, holder.pid);
    if (replaceStale(home, path, found, mine)) return;
  }
}

/**
 * Removing a stale lock and making one's own are two steps: between them a slower starter would remove the lock just made. So the right to replace is
 * itself a lock, and who holds it looks again. If its holder is killed, that lock is stale in turn and replaced the same way.
 */
function replaceStale(home: string, path: string, found: string, mine: string): boolean {
  const right = `${path}.takeover`;
  claim(home, right, mine);
  try {
    if (readText(path) !== found) return false;
    writePrivate(path, mine);
    return true;
  } finally {
    rmSync(right);
  }
}

function livingHolder(text: string): Holder | undefined {
  const holder = parseHolder(text);
  return holder && startOf(holder.pid) === holder.started ? holder : undefined;
}

/** A lock is made whole or not at all, so one that cannot be read was cut by a power failure: its process is gone. */
function parseHolder(text: string): Holder | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof started === 'string' ? { pid, started } : undefined;
  } catch {
    return undefined;
  }
}
