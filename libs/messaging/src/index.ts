export { type EventLog, Fenced, type Headers, type LogRecord, type OutgoingRecord, type Producer, type Subscription, type SubscriptionOptions, type Topic } from './event-log.js';
