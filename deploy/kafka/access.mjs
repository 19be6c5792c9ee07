// Kafka's access rules for Ringfleet and for systems that read its events, from access-table.mjs:
//   node deploy/kafka/access.mjs print --consumer warehouse     commands for Kafka's own kafka-acls, for who wants to look first
//   node deploy/kafka/access.mjs apply --consumer warehouse     adds what is missing
//   node deploy/kafka/access.mjs check --consumer warehouse     what is missing, and what is allowed that should not be; ends with 1 if there is any
// RINGFLEET_KAFKA_BROKERS, and of a name that may change rules: RINGFLEET_KAFKA_USERNAME, RINGFLEET_KAFKA_PASSWORD or RINGFLEET_KAFKA_PASSWORD_FILE,
// RINGFLEET_KAFKA_TLS (on | off).
import kafkajs from 'kafkajs';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { allRules, asCommands } from './access-rules.mjs';
import { INTERNAL_TOPICS, PUBLIC_TOPICS, SECRET_TOPICS } from './access-table.mjs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, Kafka, logLevel, ResourcePatternTypes } = kafkajs;

/** The operations on a topic by which its records are learnt or made. */
const TOUCHING = new Set(['READ', 'WRITE', 'ALL'].map((name) => AclOperationTypes[name]));

function readOptions() {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { consumer: { type: 'string', multiple: true, default: [] } } });
  const [command = ''] = positionals;
  if (!['print', 'apply', 'check'].includes(command)) throw new Error('Say what to do: print, apply or check, and --consumer NAME for each other system.');
  return { command, rules: allRules(values.consumer) };
}

/** Does the work with an administrator of the cluster. */
async function withAdmin(work) {
  process.removeAllListeners('warning'); // kafkajs waits a negative time at once, which Node remarks on: https://github.com/tulios/kafkajs/issues/1751
  const env = process.env;
  const brokers = (env.RINGFLEET_KAFKA_BROKERS ?? '').split(',').filter((broker) => broker !== '');
  if (brokers.length === 0) throw new Error('RINGFLEET_KAFKA_BROKERS is missing: give one or more host:port, joined by commas.');
  const file = env.RINGFLEET_KAFKA_PASSWORD_FILE;
  const password = env.RINGFLEET_KAFKA_PASSWORD ?? (file ? readFileSync(file, 'utf8').trim() : '');
  const kafka = new Kafka({
    brokers,
    clientId: 'ringfleet-access',
    logLevel: logLevel.NOTHING,
    ssl: env.RINGFLEET_KAFKA_TLS === 'on',
    ...(env.RINGFLEET_KAFKA_USERNAME && { sasl: { mechanism: 'scram-sha-512', username: env.RINGFLEET_KAFKA_USERNAME, password } }),
  });
  const admin = kafka.admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect();
  }
}

const asEntry = ({ principal, resource, name, pattern, operation }) => ({
  resourceType: AclResourceTypes[resource],
  resourceName: name,
  resourcePatternType: ResourcePatternTypes[pattern],
  principal,
  host: '*',
  operation: AclOperationTypes[operation],
  permissionType: AclPermissionTypes.ALLOW,
});

const keyOf = (entry) => JSON.stringify([entry.resourceType, entry.resourceName, entry.resourcePatternType, entry.principal, entry.operation]);

/** Every rule that allows something in the cluster. */
async function entriesOf(admin) {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ALLOW,
  });
  return resources.flatMap(({ acls, ...resource }) =>
    acls.map((acl) => ({ ...resource, ...acl, resourcePatternType: resource.resourcePatternType ?? resource.patternType })),
  );
}

/** Whether a rule lets its principal read or write a topic of ours: by its name, a beginning of it, or all. */
function touches({ resourceType, resourceName, resourcePatternType, operation }) {
  if (resourceType !== AclResourceTypes.TOPIC || !TOUCHING.has(operation)) return false;
  const ours = [...PUBLIC_TOPICS, ...INTERNAL_TOPICS, ...SECRET_TOPICS.map(({ topic }) => topic)];
  const isPrefix = resourcePatternType === ResourcePatternTypes.PREFIXED;
  return ours.some((topic) => resourceName === '*' || `${topic}.dead` === resourceName || (isPrefix ? topic.startsWith(resourceName) : topic === resourceName));
}

const tell = (entry) =>
  `${entry.principal} ${nameIn(AclOperationTypes, entry.operation)} ${nameIn(AclResourceTypes, entry.resourceType)} ${entry.resourceName}`;
const nameIn = (names, value) => Object.keys(names).find((name) => names[name] === value);

async function check(admin, wanted) {
  const there = await entriesOf(admin);
  const [wantedKeys, thereKeys] = [wanted, there].map((entries) => new Set(entries.map(keyOf)));
  const missing = wanted.filter((entry) => !thereKeys.has(keyOf(entry)));
  const extra = there.filter((entry) => touches(entry) && !wantedKeys.has(keyOf(entry)));
  for (const entry of missing) process.stdout.write(`missing: ${tell(entry)}\n`);
  for (const entry of extra) process.stdout.write(`not in the table: ${tell(entry)}\n`);
  process.exitCode = missing.length + extra.length > 0 ? 1 : 0;
}

try {
  const { command, rules } = readOptions();
  const entries = rules.map(asEntry);
  if (command === 'print') for (const line of asCommands(rules)) process.stdout.write(`kafka-acls --bootstrap-server "$RINGFLEET_KAFKA_BROKERS" ${line}\n`);
  if (command === 'apply') await withAdmin((admin) => admin.createAcls({ acl: entries }));
  if (command === 'check') await withAdmin((admin) => check(admin, entries));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
