import { diag, DiagLogLevel } from '@opentelemetry/api';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from './logger.js';
import { keepContextAcrossCalls } from './trace-context.js';

/** As long as the SDK tries to send a batch where OTEL_EXPORTER_OTLP_TIMEOUT says nothing else. */
const FLUSH_WITHIN_MS = 10_000;

export interface TracingOptions {
  /** What the process is called where traces are looked at; OTEL_SERVICE_NAME goes before it. */
  readonly process: string;
  readonly log: Logger;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Sends spans to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names (http://host:4318, OTLP over HTTP as protobuf; the other OTEL_* variables count too). Without it
 * the SDK is not even loaded. Once in a process, before its work begins. The returned function sends what is left and ends it; a collector that is away does not keep it.
 */
export async function startTracing({ process: name, log, env = process.env }: TracingOptions): Promise<() => Promise<void>> {
  if (!isWanted(env)) return async () => undefined;
  const { NodeSDK } = await import('@opentelemetry/sdk-node');
  // Logs and metrics have ways of their own: standard output, and /metrics.
  const sdk = new NodeSDK({
    contextManager: keepContextAcrossCalls(),
    metricReaders: [],
    logRecordProcessors: [],
    ...(env['OTEL_SERVICE_NAME'] ? {} : { serviceName: name }),
  });
  sdk.start();
  if (!env['OTEL_LOG_LEVEL']) diag.setLogger(diagnostics(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  return async () => {
    const late = pause(Number(env['OTEL_EXPORTER_OTLP_TIMEOUT']) || FLUSH_WITHIN_MS, undefined, { ref: false }).then(() =>
      Promise.reject(new Error('The collector does not answer.')),
    );
    await Promise.race([sdk.shutdown(), late]).catch((error: unknown) => log.warn({ err: error }, 'the last spans could not be sent'));
  };
}

const isWanted = (env: Readonly<Record<string, string | undefined>>): boolean =>
  Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);

function diagnostics(log: Logger): Parameters<typeof diag.setLogger>[0] {
  const warn = (message: string, ...rest: unknown[]): void => log.warn({ details: [message, ...rest] }, 'tracing has trouble');
  const nothing = (): void => undefined;
  return { error: warn, warn, info: nothing, debug: nothing, verbose: nothing };
}
