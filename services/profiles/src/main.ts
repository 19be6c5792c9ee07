import { startServiceProcess } from '@ringfleet/runtime';
import { profiles } from './service.js';

await startServiceProcess(profiles);
