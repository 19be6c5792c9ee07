import type { AnsweringPorts } from '@ringfleet/service-kit';
import type { SealingKey } from '@ringfleet/secrets';
import type { MessagePort } from 'node:worker_threads';

/** What a thread that answers phones is given: plain data, as whatever goes from thread to thread. */
export interface ThreadData extends Pick<AnsweringPorts, 'issuer' | 'publicUrl' | 'settings'> {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Oldest first. */
  readonly sealingKeys: readonly SealingKey[];
}

/** What a thread is told: to send its metrics to a port, or to come to an end. */
export type ToThread = { readonly metricsTo: MessagePort } | 'stop';

/** What a thread says, once. */
export type FromThread = 'listening';
