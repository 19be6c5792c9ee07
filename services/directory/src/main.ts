import { startServiceProcess } from '@ringfleet/runtime';
import { demoCredentials, directory, replaceSigningKeys } from './index.js';

await startServiceProcess(directory, { credentials: demoCredentials, 'replace-signing-keys': replaceSigningKeys });
