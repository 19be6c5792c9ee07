import type { EventLog } from '@ringfleet/messaging';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import type { Logger } from '@ringfleet/observability';
import { openHomeEventLog } from './home-event-log.js';
import { type Environment, readKafkaConfig } from './process/service-config.js';

/**
 * The event log for an operator's look into it: the one at RINGFLEET_KAFKA_BROKERS where that is set, else that of the home. Close it after use.
 * Throws `BadEnvironment`, `HomeNotRunning`.
 */
export async function openOperatorEventLog(env: Environment, home: string, log: Logger): Promise<EventLog> {
  if ((env['RINGFLEET_KAFKA_BROKERS'] ?? '') === '') return openHomeEventLog(home, log);
  return new KafkaEventLog({ ...readKafkaConfig(env), clientId: 'operator', log });
}
