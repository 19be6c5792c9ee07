export { type BatchHandler, Consumer, type ConsumerOptions } from './consumer.js';
export { type DeadLetter, deadTopicOf, listDeadLetters, resendDeadLetter } from './dead-letters.js';
export { type EventLog, Fenced, type Headers, type LogRecord, type OutgoingRecord, type Producer, type Subscription, type SubscriptionOptions, type Topic } from './event-log.js';
export { EventLogServer, type EventLogServerOptions, Hears } from './event-log-server.js';
export { isTransient } from './failures.js';
export { type Execute, outboxMigration, outboxRows, writeOutbox } from './outbox.js';
export { OutboxRelay, type OutboxRelayOptions } from './outbox-relay.js';
export { latestPerKey, type RecordParts, toRecord } from './record.js';
