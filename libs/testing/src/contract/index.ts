export { eventLogContract, type EventLogUnderTest } from './event-log.js';
export { append, gate, keys, newGroup, newTopic, record } from './log-fixtures.js';
export { Received, textOf } from './received.js';
