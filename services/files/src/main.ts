import { startServiceProcess } from '@ringfleet/runtime';
import { files } from './service.js';

await startServiceProcess(files);
