import type { LoggerService } from '@nestjs/common';
import type { Logger } from './logger.js';
import { isError } from './printable.js';

const STACK = /\n\s+at /; // "Error: no\n    at main.ts:3:5"

/** Lets Nest speak through our logger. What it tells of its own start is for debugging; its warnings and errors count. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest gives (message, context), errors as (message or error, stack, context), where each of the latter may be missing. */
  private write(level: 'debug' | 'warn' | 'error' | 'fatal', message: unknown, rest: readonly unknown[]): void {
    const texts = rest.filter((item): item is string => typeof item === 'string');
    const stack = texts.find((text) => STACK.test(text));
    const context = texts.findLast((text) => text !== stack);
    const err = isError(message) ? message : rest.find(isError);
    const details = typeof message === 'object' && !isError(message) ? { details: message } : {};
    const text = isError(message) ? message.message : typeof message === 'string' ? message : 'Nest says';
    this.logger[level]({ context, ...(err ? { err } : { stack }), ...details }, text);
  }
}
