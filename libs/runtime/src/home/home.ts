import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { SealingKey } from '@ringfleet/secrets';
import { takeLock } from './home-lock.js';
import { readText, writePrivate } from './private-files.js';

/** One folder that holds everything of an installation on one machine; deleting it is a clean start. */
export interface Home {
  readonly path: string;
  /** Folders of PostgreSQL, of stored objects and of logs; they exist. */
  readonly postgres: string;
  readonly objects: string;
  readonly logs: string;
  /** Keys for sealing secrets, oldest first: the last one seals, the others open what was sealed before. */
  readonly sealingKeys: readonly SealingKey[];
  /** Gives the home back. Stop what works in it first. */
  close(): void;
}

interface StoredKey {
  readonly id: string;
  /** 256 bits, base64. */
  readonly key: string;
}

/**
 * Opens a home for this process, creating the folder if need be (mode 0700). Files it does not know are left alone.
 * Throws `HomeInUse` while another process has it.
 */
export function openHome(path: string): Home {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const home = realpathSync(path);
  const unlock = takeLock(home, join(home, 'lock'));
  try {
    return {
      path: home,
      postgres: folder(home, 'postgres'),
      objects: folder(home, 'objects'),
      logs: folder(home, 'logs'),
      sealingKeys: sealingKeys(home),
      close: unlock,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function folder(home: string, name: string): string {
  const path = join(home, name);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
}

function sealingKeys(home: string): SealingKey[] {
  const path = join(home, 'keys.json');
  if (!existsSync(path)) writeFirstKey(home, path);
  const keys = parseKeys(readText(path) ?? '');
  if (!keys) throw new Error(`${path} does not hold sealing keys. Restore it from a backup: without it no stored secret can be read.`);
  return keys;
}

function writeFirstKey(home: string, path: string): void {
  // A new key beside old data would look well and lose every secret in it.
  if (existsSync(join(home, 'postgres', 'data'))) {
    throw new Error(`${path} is missing although the home holds data. Restore it from a backup, or delete ${home} to start anew.`);
  }
  const first: StoredKey = { id: randomBytes(4).toString('hex'), key: randomBytes(32).toString('base64') };
  writePrivate(path, `${JSON.stringify({ keys: [first] }, null, 2)}\n`);
}

function parseKeys(text: string): SealingKey[] | undefined {
  try {
    const { keys } = JSON.parse(text) as { keys: StoredKey[] };
    const parsed = keys.map(({ id, key }) => ({ id, key: new Uint8Array(Buffer.from(key, 'base64')) }));
    return parsed.length > 0 && parsed.every(({ id, key }) => typeof id === 'string' && key.length === 32) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
