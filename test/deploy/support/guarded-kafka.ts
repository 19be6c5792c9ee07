import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KafkaEventLog } from '@ringfleet/messaging/kafka';
import { createLogger } from '@ringfleet/observability';
import { node, succeeded } from './program.js';
import { RunningEngine } from './running-engine.js';

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required';

/**
 * A Kafka where everybody signs in, and nobody may do what no rule allows; the password of each is its name. All can sign in by PLAIN, which needs no more than a line
 * of its settings; those named, and the administrator, as in an installation: by SCRAM-SHA-512.
 */
export async function startGuardedKafka(users: readonly string[], byScram: readonly string[]): Promise<RunningEngine> {
  const settings = [
    'authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users=User:admin;User:ANONYMOUS', // the controller, over a listener of its own
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,CLIENTS:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol=PLAIN',
    `listener.name.clients.plain.sasl.jaas.config=${PLAIN} username="admin" password="admin" ${['admin', ...users].map((user) => `user_${user}="${user}"`).join(' ')};`,
    `listener.name.clients.scram-sha-512.sasl.jaas.config=${SCRAM};`,
  ];
  const kafka = await RunningEngine.start('kafka', { settings: settings.join('\n') });
  const jars = succeeded(node(['--input-type=module', '--eval', TELL_JARS])).trim();
  await Promise.all(['admin', ...byScram].map((user) => addScram(kafka, jars, user)));
  return kafka;
}

const TELL_JARS = `
  import { createContext } from './deploy/engines/frame.mjs';
  import { jars } from './deploy/engines/kafka.mjs';
  console.log(jars(createContext()));`;

/** By Kafka's own tool: https://kafka.apache.org/documentation/#security_sasl_scram */
async function addScram({ said: { address }, file }: RunningEngine, jars: string, user: string): Promise<void> {
  const admin = file('admin.properties', [
    'security.protocol=SASL_PLAINTEXT',
    'sasl.mechanism=PLAIN',
    `sasl.jaas.config=${PLAIN} username="admin" password="admin";`,
  ]);
  const alter = ['--alter', '--add-config', `SCRAM-SHA-512=[iterations=4096,password=${user}]`, '--entity-type', 'users', '--entity-name', user];
  const tool = ['-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), 'kafka.admin.ConfigCommand'];
  await promisify(execFile)('java', [...tool, '--bootstrap-server', address, '--command-config', admin, ...alter]);
}

/** The event log as a user sees it. */
export const signedIn = (broker: string, username: string): KafkaEventLog =>
  new KafkaEventLog({
    brokers: [broker],
    clientId: username,
    log: createLogger({ service: 'test', level: 'fatal' }),
    sasl: { mechanism: 'plain', username, password: username },
  });
