import type { Rendered, RenderJob, TemplateLimits } from './template-job.js';

/** What a thread is started with. */
export type WorkerData = Pick<TemplateLimits, 'renderMs' | 'output'>;

export type ToWorker = RenderJob;

/** `ready` once, then an answer to each job. */
export type FromWorker = { readonly kind: 'ready' } | { readonly kind: 'rendered'; readonly rendered: Rendered };
