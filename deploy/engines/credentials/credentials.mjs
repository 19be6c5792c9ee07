import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PASSWORD_BYTES = 24;

/** Name and password of an engine's administrator: made at its first start, kept in its folder for those who may read it. */
export function credentialsIn(folder, user) {
  const file = join(folder, 'credentials.json');
  if (!existsSync(file)) {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    writeFileSync(file, `${JSON.stringify({ user, password })}\n`, { mode: 0o600, flag: 'wx' });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
