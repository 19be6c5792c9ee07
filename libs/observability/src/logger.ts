import { type DestinationStream, pino } from 'pino';
import { printable } from './printable.js';
import { traceFields } from './trace.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Writes `(fields, message)`: the message is the same each time, what varies stands in the fields. An error goes into the field `err`. */
export type Logger = pino.Logger;

export interface LoggerOptions {
  /** The service that speaks; in every line. */
  readonly service: string;
  /** Less than this is not written (default info). */
  readonly level?: LogLevel | undefined;
  /** Takes whole lines (default: standard output). */
  readonly destination?: DestinationStream | undefined;
}

/**
 * A logger of one JSON object a line: `level`, `time` (ISO), `service`, `traceId` inside a trace, the fields, `msg`. Whatever is given passes `printable`
 * first, fields of child loggers and values put into the message too, so that no secret is written.
 */
export function createLogger({ service, level = 'info', destination }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: traceFields,
      serializers: { err: (error: unknown) => error }, // printable has been here before
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (bindings) => printable(bindings) as Record<string, unknown>,
      },
      hooks: {
        logMethod(args, write) {
          const [first, ...rest] = args;
          const fields = first instanceof Error ? { err: first } : first;
          const message = first instanceof Error && rest.length === 0 ? [first.message] : rest;
          write.apply(this, [fields, ...message].map(printable) as Parameters<typeof write>);
        },
      },
    },
    destination ?? pino.destination(1),
  );
}
