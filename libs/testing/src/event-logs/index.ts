export { DoublingEventLog } from './doubling-event-log.js';
export { HeldEventLog } from './held-event-log.js';
