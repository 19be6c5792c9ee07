import type { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { openKafkaLog } from './test-kafka.js';

/** The log of the suite, for a child process. */
export const openEventLog = (): KafkaEventLog => openKafkaLog(process.env['EVENT_LOG_BROKER'] ?? '');
