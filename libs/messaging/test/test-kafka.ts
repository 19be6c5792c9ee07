import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { type Kafka, startKafka } from '@ringfleet/testing';
import type { EventLogUnderTest } from '@ringfleet/testing/contract';
import { fileURLToPath } from 'node:url';
import { silent } from './test-log.js';

/** As short as brokers allow: members that are killed are missed after so long. */
const SESSION_TIMEOUT_MS = 6_000;

export interface TestKafka extends EventLogUnderTest {
  readonly kafka: Kafka;
  open(): KafkaEventLog;
}

/** The log as a process sees it. */
export const openKafkaLog = (broker: string): KafkaEventLog =>
  new KafkaEventLog({ brokers: [broker], clientId: 'test', log: silent, sessionTimeoutMs: SESSION_TIMEOUT_MS });

/** An empty Kafka. */
export async function createTestKafka(): Promise<TestKafka> {
  const kafka = await startKafka();
  return {
    kafka,
    open: () => openKafkaLog(kafka.broker),
    child: { module: fileURLToPath(new URL('open-kafka-log.ts', import.meta.url)), env: { EVENT_LOG_BROKER: kafka.broker } },
    disconnect: async () => kafka.disconnect(),
    remove: () => kafka.remove(),
  };
}
