// A thread that renders one template at a time. It has no file, no network, no environment that a template could reach; what it takes is bounded by who started it.
import { parentPort, workerData } from 'node:worker_threads';
import { TemplateEngines } from './render-template.js';
import type { FromWorker, ToWorker, WorkerData } from './worker-messages.js';

const engines = new TemplateEngines(workerData as WorkerData);
const tell = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (job: ToWorker) => tell({ kind: 'rendered', rendered: engines.render(job) }));
tell({ kind: 'ready' });
