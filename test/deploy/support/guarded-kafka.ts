import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { createLogger } from '@ringfleet/observability';
import { RunningEngine } from './running-engine.js';

/** A Kafka where everybody signs in, and nobody may do what no rule allows; the password of each is its name. */
export const startGuardedKafka = (users: readonly string[]): Promise<RunningEngine> =>
  RunningEngine.start('kafka', {
    settings: [
      'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users=User:admin;User:ANONYMOUS', // the controller, over a listener of its own
      'listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:SASL_PLAINTEXT',
      'sasl.enabled.mechanisms=PLAIN',
      'sasl.mechanism.inter.broker.protocol=PLAIN',
      `listener.name.clients.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="admin" password="admin" ${['admin', ...users].map((user) => `user_${user}="${user}"`).join(' ')};`,
    ].join('\n'),
  });

/** The event log as a user sees it. */
export const signedIn = (broker: string, username: string): KafkaEventLog =>
  new KafkaEventLog({
    brokers: [broker],
    clientId: username,
    log: createLogger({ service: 'test', level: 'fatal' }),
    sasl: { mechanism: 'plain', username, password: username },
  });
