export { type BatchHandler, Consumer, type ConsumerOptions } from './consumer.js';
export { type DeadLetter, deadTopicOf, listDeadLetters, resendDeadLetter } from './dead-letters.js';
export {
  type EventLog,
  Fenced,
  type Headers,
  type LogRecord,
  type More,
  type OutgoingRecord,
  type Producer,
  type ReadOptions,
  type Subscription,
  type SubscriptionOptions,
  type Topic,
} from './event-log.js';
export { BatchContext, EventLogServer, type EventLogServerOptions, Hears } from './event-log-server.js';
export { isTransient } from './failures.js';
export { consumerLag, outboxAge, outboxRecords } from './measures.js';
export { type Execute, outboxMigration, outboxRows, outboxStatements, writeOutbox } from './outbox.js';
export { type Backlog, OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { openPool } from './pool.js';
export { type LatestRecord, latestPerKey, type RecordParts, toRecord } from './record.js';
