import { type DestinationStream, pino } from 'pino';
import { isError, printable } from './printable.js';
import { traceFields } from './trace.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Writes `(fields, message)`: the message is the same each time, what varies stands in the fields. An error goes into the field `err`. */
export interface Logger {
  readonly debug: pino.LogFn;
  readonly info: pino.LogFn;
  readonly warn: pino.LogFn;
  readonly error: pino.LogFn;
  readonly fatal: pino.LogFn;
  /** A logger whose lines carry these fields too. */
  child(fields: Readonly<Record<string, unknown>>): Logger;
}

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
  const options: pino.LoggerOptions = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: traceFields,
    serializers: { err: (error: unknown) => error }, // printable has been here before
    formatters: { level: (label) => ({ level: label }) },
    hooks: {
      logMethod(args, write) {
        const [first, ...rest] = args;
        const fields = isError(first) ? { err: first } : first;
        const message = isError(first) && rest.length === 0 ? [first.message] : rest;
        write.apply(this, [fields, ...message].map(printable) as Parameters<typeof write>);
      },
    },
  };
  return withChildren(pino(options, destination ?? pino.destination(1)));
}

/** Fields of a child are made printable here: pino writes them as they are, past the hook above. */
function withChildren(logger: pino.Logger): Logger {
  return {
    debug: logger.debug.bind(logger),
    info: logger.info.bind(logger),
    warn: logger.warn.bind(logger),
    error: logger.error.bind(logger),
    fatal: logger.fatal.bind(logger),
    child: (fields) => withChildren(logger.child(printable(fields) as pino.Bindings)),
  };
}
