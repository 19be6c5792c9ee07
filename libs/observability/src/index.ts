export { originsOf } from './batch.js';
export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './logger.js';
export {
  addedMetrics,
  MeasuredGauge,
  type MeasuredGaugeOptions,
  measureProcess,
  metricsOfThread,
  readMetrics,
  type Sample,
  type ThreadMetrics,
} from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { printable } from './printable.js';
export { beginWork, type OpenWork, traced, tracedTogether, type Work } from './span.js';
export { traceparentOf, withTraceparent } from './trace.js';
export { startTracing, type TracingOptions } from './tracing.js';
