import { startServiceProcess } from '@ringfleet/runtime';
import { demoCredentials, directory } from './index.js';

await startServiceProcess(directory, { credentials: demoCredentials });
