// One process at a time does a work of a name, on one machine. Plain Node 20, no packages.
import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOf } from '../stack/processes.mjs';

const STALE_LOCK_MS = 15 * 60_000;
const LOOK_MS = 500;

/**
 * Does the work while no other process does work of that name. What a process that is gone has locked is free.
 * @template T @param {{ readonly folder: string, readonly say: (line: string) => void }} context @param {string} name @param {() => T | Promise<T>} work @returns {Promise<T>}
 */
export async function alone({ folder, say }, name, work) {
  const lock = join(folder, `${name}.lock`);
  for (let told = false; !takes(lock); told = true) {
    if (isLeftBehind(lock)) {
      rmSync(lock, { recursive: true, force: true });
      continue;
    }
    if (!told) say(`Another process installs ${name}; waiting for it …`);
    await pause(LOOK_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Makes the lock with its holder in it, both at once; false where it is there. @param {string} lock */
function takes(lock) {
  const mine = `${lock}.${randomUUID()}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine);
  }
}

/** Where the system does not tell which processes run, after a quarter of an hour. @param {string} lock */
function isLeftBehind(lock) {
  try {
    const { pid, started } = JSON.parse(readFileSync(lock, 'utf8'));
    if (started !== undefined && startOf(pid) !== started) return true;
  } catch {
    // It was released just now.
  }
  return Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_LOCK_MS;
}
