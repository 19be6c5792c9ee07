import type { DescMessage, FileRegistry } from '@bufbuild/protobuf';
import type { TopicOf } from '../topics.js';
import { JOB_HEADERS, STATE_HEADERS } from './headers.js';
import { commentOf, type JsonSchema, reference, schemasOf } from './json-schema.js';

type AnyTopic = TopicOf<DescMessage>;

const ABOUT = `What Ringfleet says on Kafka: every change of its records and every step of its jobs. The value of a record is the protobuf message named
in ce_type; the payloads here show its JSON form. At least once, in order per key. State topics are compacted: they hold every change of seven
days and of older ones the last state of each key; a deletion is a last state marked deleted and then a tombstone (no value). Job topics expire.
How to read them: deploy/docs/consuming-events.md.`;

const INTERNAL = { name: 'internal', description: "Between Ringfleet's own services; closed to others, and may change without notice." };
const PUBLIC = { name: 'public', description: "For the carrier's own systems; changes only as buf breaking allows." };

/** The AsyncAPI 3.0 document of a topic table. Throws if a message of it is not in the contract. */
export function asyncApiDocument(topics: readonly AnyTopic[], contract: FileRegistry, version: string): object {
  const messages = topics.map(({ schema }) => described(schema, contract));
  const schemas = new Map<string, JsonSchema>();
  for (const message of messages) schemasOf(message, schemas);
  return {
    asyncapi: '3.0.0',
    id: 'urn:ringfleet:events',
    info: { title: 'Ringfleet events', version, description: ABOUT, tags: [PUBLIC, INTERNAL] },
    defaultContentType: 'application/protobuf',
    channels: Object.fromEntries(topics.map((topic) => [topic.name, channel(topic, contract)])),
    operations: Object.fromEntries(topics.map((topic) => [`say ${topic.name}`, operation(topic)])),
    components: {
      messages: Object.fromEntries(topics.map((topic) => [topic.schema.typeName, message(topic, contract)])),
      schemas: {
        stateHeaders: STATE_HEADERS,
        jobHeaders: JOB_HEADERS,
        ...Object.fromEntries([...schemas].toSorted(([one], [other]) => (one < other ? -1 : 1))),
      },
    },
  };
}

function described(schema: DescMessage, contract: FileRegistry): DescMessage {
  const found = contract.getMessage(schema.typeName);
  if (!found) throw new Error(`${schema.typeName} is in the topic table and not in proto/; generate the code again: npx nx generate contracts`);
  return found;
}

const channel = (topic: AnyTopic, contract: FileRegistry): object => ({
  address: topic.name,
  title: topic.name,
  description: `${commentOf(described(topic.schema, contract))} ${topic.kind === 'state' ? 'State topic: compacted.' : 'Job topic: expires.'}`,
  tags: [topic.audience === 'internal' ? INTERNAL : PUBLIC],
  messages: { [topic.schema.name]: { $ref: `#/components/messages/${topic.schema.typeName}` } },
  bindings: {
    kafka: { topic: topic.name, partitions: topic.partitions, topicConfiguration: configuration(topic), bindingVersion: '0.5.0' },
  },
});

const configuration = ({ kind, retentionMs }: AnyTopic): object =>
  kind === 'state'
    ? { 'cleanup.policy': ['compact'], 'min.compaction.lag.ms': retentionMs, 'delete.retention.ms': retentionMs }
    : { 'cleanup.policy': ['delete'], 'retention.ms': retentionMs };

const operation = ({ name, schema }: AnyTopic): object => ({
  action: 'send',
  channel: { $ref: `#/channels/${name}` },
  summary: `The service ${name.split('.', 1)[0]} says it.`, // inventory.device.v1
  messages: [{ $ref: `#/channels/${name}/messages/${schema.name}` }],
});

const message = ({ schema, kind }: AnyTopic, contract: FileRegistry): object => ({
  name: schema.typeName,
  title: schema.name,
  summary: commentOf(described(schema, contract)),
  contentType: 'application/protobuf',
  headers: { $ref: `#/components/schemas/${kind}Headers` },
  payload: reference(schema.typeName),
  bindings: { kafka: { key: { type: 'string', format: 'uuid', description: 'The id of the record it is about.' }, bindingVersion: '0.5.0' } },
});
