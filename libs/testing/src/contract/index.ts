export { eventLogContract } from './event-log.js';
export type { EventLogUnderTest } from './event-log-under-test.js';
export { append, gate, keys, newGroup, newTopic, record } from './log-fixtures.js';
export { Received, textOf } from './received.js';
