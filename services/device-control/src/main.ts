import { startServiceProcess } from '@ringfleet/runtime';
import { deviceControl } from './service.js';

await startServiceProcess(deviceControl);
