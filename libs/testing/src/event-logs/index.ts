export { DoublingEventLog } from './doubling-event-log.js';
export { EventLogAround } from './event-log-around.js';
export { HeldEventLog } from './held-event-log.js';
