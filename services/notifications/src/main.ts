import { startServiceProcess } from '@ringfleet/runtime';
import { notifications } from './service.js';

await startServiceProcess(notifications);
