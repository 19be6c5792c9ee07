export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export { NestLogger } from './nest-logger.js';
export { printable } from './printable.js';
export { traceparentOf, withTraceparent } from './trace.js';
