import { startServiceProcess } from '@ringfleet/runtime';
import { inventory } from './service.js';

await startServiceProcess(inventory);
