import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Stack } from '../../../deploy/stack/state.mjs';

const MOST_BYTES = 256 * 1_048_576;

interface StoredDevice {
  readonly id: string;
}

/** Rows of the table of devices as they are, of names with the prefix (letters, digits, hyphens). */
export async function storedDevices(prefix: string): Promise<StoredDevice[]> {
  const stack = Stack.open();
  const { user, password } = JSON.parse(readFileSync(join(stack.folder, 'postgres/credentials.json'), 'utf8')) as {
    readonly user: string;
    readonly password: string;
  };
  const args = ['-h', '127.0.0.1', '-p', String(stack.state.ports['postgres']), '-U', user, '-d', 'inventory', '-v', 'ON_ERROR_STOP=1', '-Atc'];
  const query = `SELECT to_jsonb(devices) FROM devices WHERE name LIKE '${prefix}%'`;
  const { stdout } = await promisify(execFile)('psql', [...args, query], { maxBuffer: MOST_BYTES, env: { ...process.env, PGPASSWORD: password } });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StoredDevice);
}
