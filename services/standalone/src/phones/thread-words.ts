import type { ThreadMetrics } from '@ringfleet/observability';
import type { SealingKey } from '@ringfleet/secrets';
import type { AnsweringPorts } from '@ringfleet/service-kit';
import type { MessagePort } from 'node:worker_threads';

/** What a thread that answers phones is given: plain data, as whatever goes from thread to thread. */
export interface ThreadData extends Pick<AnsweringPorts, 'issuer' | 'publicUrl' | 'settings' | 'database' | 'trustedProxies'> {
  readonly port: number;
  readonly host: string;
  /** Oldest first. */
  readonly sealingKeys: readonly SealingKey[];
}

/** How it comes to its port: the first makes sure that no other program has it. */
export interface ThreadStart extends ThreadData {
  readonly isFirst: boolean;
}

/** What a thread is told: to send its metrics to a port, or to come to an end. */
export type ToThread = { readonly metricsTo: MessagePort } | 'stop';

/** What a thread says, once. */
export type FromThread = 'listening';

/** What comes to `metricsTo`; undefined: they cannot be read. */
export type ThreadAnswer = ThreadMetrics | undefined;
