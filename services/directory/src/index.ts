import type { INestApplicationContext } from '@nestjs/common';
import { type DemoCredentials, FirstCredentials } from './demo/first-credentials.js';

export type { DemoCredentials } from './demo/first-credentials.js';
export { directory } from './service.js';

/** What credentials.json says beside the address: the first key, and with demo data the resellers' keys and the users. The same at every start. */
export const demoCredentials = (app: INestApplicationContext): Promise<DemoCredentials | undefined> => app.get(FirstCredentials).tell();
