// Kafka's access rules from the table: each allows one principal one operation on one resource. What no rule allows is forbidden.
import { deadTopicOf, PUBLIC_TOPICS, SECRET_TOPICS, SERVICES } from './access-table.mjs';

/**
 * @typedef {object} Rule
 * @property {string} principal User:ringfleet-inventory
 * @property {'TOPIC' | 'GROUP' | 'TRANSACTIONAL_ID'} resource
 * @property {string} name
 * @property {'LITERAL' | 'PREFIXED'} pattern
 * @property {string} operation READ, WRITE, DESCRIBE …
 */

// A service makes the topics it says and hears where they are missing, and sets them as the topic table has them: whichever starts first.
const TENDS = ['DESCRIBE', 'CREATE', 'ALTER', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'];

/** @returns {(resource: Rule['resource'], name: string, operations: readonly string[], pattern?: Rule['pattern']) => Rule[]} */
const allow =
  (principal) =>
  (resource, name, operations, pattern = 'LITERAL') =>
    operations.map((operation) => ({ principal: `User:${principal}`, resource, name, pattern, operation }));

/** Of one service. @param {string} name @returns {Rule[]} */
export function serviceRules(name) {
  const { says, hears } = SERVICES[name];
  const may = allow(`ringfleet-${name}`);
  const said = [...new Set([...says, ...SECRET_TOPICS.filter(({ saidBy }) => saidBy === name).map(({ topic }) => topic)])];
  const heard = [...new Set([...hears, ...SECRET_TOPICS.filter(({ heardBy }) => heardBy === name).map(({ topic }) => topic)])];
  return [
    ...said.flatMap((topic) => may('TOPIC', topic, [...TENDS, 'WRITE'])),
    ...heard.flatMap((topic) => [...may('TOPIC', topic, [...TENDS, 'READ']), ...may('TOPIC', deadTopicOf(topic), [...TENDS, 'WRITE'])]),
    ...(heard.length > 0 ? may('GROUP', name, ['READ', 'DESCRIBE']) : []),
    // The relay's producer, and the one for dead letters.
    ...[name, `${name}.dead-letters`].flatMap((id) => may('TRANSACTIONAL_ID', id, ['WRITE', 'DESCRIBE'])),
  ];
}

/** Of who lists dead letters and sends them again: reads them, and writes where they came from; secret ones are not for its eyes. @returns {Rule[]} */
export function operatorRules() {
  const may = allow('ringfleet-operator');
  const secret = new Set(SECRET_TOPICS.map(({ topic }) => topic));
  const topics = [...new Set(Object.values(SERVICES).flatMap(({ hears }) => hears))].filter((topic) => !secret.has(topic)).toSorted();
  return [
    ...topics.flatMap((topic) => [...may('TOPIC', topic, ['DESCRIBE', 'WRITE']), ...may('TOPIC', deadTopicOf(topic), ['DESCRIBE', 'READ', 'WRITE'])]),
    ...may('GROUP', 'operator.reader.', ['READ', 'DESCRIBE'], 'PREFIXED'),
    ...may('TRANSACTIONAL_ID', 'dead-letters', ['WRITE', 'DESCRIBE']),
  ];
}

/** Of another system of the carrier: it reads what is public, in groups that begin with its name. @param {string} name @returns {Rule[]} */
export function consumerRules(name) {
  if (!/^[a-z][a-z0-9-]{1,60}$/.test(name)) throw new Error(`${name} is no name for a consumer: small letters, digits and hyphens, as warehouse.`);
  if (name in SERVICES || name === 'operator') throw new Error(`${name} is a part of Ringfleet; give the consumer another name.`);
  const may = allow(name);
  return [...PUBLIC_TOPICS.flatMap((topic) => may('TOPIC', topic, ['DESCRIBE', 'READ'])), ...may('GROUP', `${name}.`, ['READ', 'DESCRIBE'], 'PREFIXED')];
}

/** Every rule there shall be. @param {readonly string[]} consumers @returns {Rule[]} */
export const allRules = (consumers) => [...Object.keys(SERVICES).flatMap(serviceRules), ...operatorRules(), ...consumers.flatMap(consumerRules)];

const FLAGS = { TOPIC: '--topic', GROUP: '--group', TRANSACTIONAL_ID: '--transactional-id' };

/** As a command of Kafka's own tool; the operations on one resource in one. @param {readonly Rule[]} rules @returns {string[]} */
export function asCommands(rules) {
  const groups = Map.groupBy(rules, ({ principal, resource, name, pattern }) => [principal, resource, name, pattern].join(' '));
  return [...groups.values()].map((group) => {
    const [{ principal, resource, name, pattern }] = group;
    const operations = group.map(({ operation }) => `--operation ${words(operation)}`).join(' ');
    return `--add --allow-principal ${principal} ${operations} ${FLAGS[resource]} ${name} --resource-pattern-type ${pattern.toLowerCase()}`;
  });
}

/** DESCRIBE_CONFIGS → DescribeConfigs @param {string} operation */
const words = (operation) =>
  operation
    .split('_')
    .map((word) => word[0] + word.slice(1).toLowerCase())
    .join('');
