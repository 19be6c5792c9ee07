import type { INestApplicationContext } from '@nestjs/common';
import { type DemoCredentials, FirstCredentials } from './demo/first-credentials.js';

import { ReplaceSigningKeys } from './sign-in/replace-signing-keys.js';

export type { DemoCredentials } from './demo/first-credentials.js';
export { directory } from './service.js';

/** What credentials.json says beside the address: the first key, and with demo data the resellers' keys and the users. The same at every start. */
export const demoCredentials = (app: INestApplicationContext): Promise<DemoCredentials | undefined> => app.get(FirstCredentials).tell();

/** For the command that follows a leak: tokens so far are void. */
export async function replaceSigningKeys(app: INestApplicationContext): Promise<{ readonly replaced: true }> {
  await app.get(ReplaceSigningKeys).execute();
  return { replaced: true };
}
