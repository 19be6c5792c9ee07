import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Admin, type ITopicMetadata } from 'kafkajs';
import type { Topic } from '../event-log.js';

const TOPIC = kafkajs.ConfigResourceTypes.TOPIC;
/** A record of 1 MiB and its headers, twice over. */
const LARGEST_BATCH = 2 * 1_048_576;
const WITHIN_MS = 30_000;
const LOOK_MS = 50;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** Settings of a topic: what is compacted or expires, and when. */
export function settingsOf({ kind, retentionMs }: Topic): ReadonlyMap<string, string> {
  // A whole segment expires or is compacted at once, and only when it is not written to any more.
  const segment = String(Math.round(Math.min(Math.max(retentionMs / 4, HOUR_MS), WEEK_MS)));
  const retention = String(retentionMs);
  const common: [string, string][] = [
    ['max.message.bytes', String(LARGEST_BATCH)],
    ['segment.ms', segment],
  ];
  return new Map<string, string>(
    kind === 'state'
      ? [['cleanup.policy', 'compact'], ['min.compaction.lag.ms', retention], ['delete.retention.ms', retention], ...common]
      : [['cleanup.policy', 'delete'], ['retention.ms', retention], ...common],
  );
}

/** Makes the topics that are missing, and returns them; grows and sets those that are there. */
export async function ensureTopics(admin: Admin, topics: readonly Topic[]): Promise<readonly Topic[]> {
  const there = new Map((await allTopics(admin)).map(({ name, partitions }) => [name, partitions.length]));
  const missing = topics.filter(({ name }) => !there.has(name));
  if (missing.length > 0) await create(admin, missing);
  const known = topics.filter(({ name }) => there.has(name));
  for (const { name, partitions } of known) if ((there.get(name) ?? 0) < partitions) await grow(admin, name, partitions);
  if (known.length > 0) await set(admin, known);
  return missing;
}

export const allTopics = async (admin: Admin): Promise<ITopicMetadata[]> => (await admin.fetchTopicMetadata()).topics;

async function create(admin: Admin, topics: readonly Topic[]): Promise<void> {
  await admin.createTopics({
    timeout: WITHIN_MS,
    waitForLeaders: false, // kafkajs takes a broker that has not heard of a new topic yet for a failure
    topics: topics.map((topic) => ({
      topic: topic.name,
      numPartitions: topic.partitions,
      replicationFactor: -1, // as the cluster has it
      configEntries: [...settingsOf(topic)].map(([name, value]) => ({ name, value })),
    })),
  });
  await untilServed(
    admin,
    topics.map(({ name }) => name),
  );
}

/** Resolves when the brokers tell of the topics and each of their partitions has a leader. */
async function untilServed(admin: Admin, names: readonly string[]): Promise<void> {
  const until = performance.now() + WITHIN_MS;
  for (;;) {
    const served = (await allTopics(admin)).filter(({ partitions }) => partitions.every(({ leader }) => leader >= 0)).map(({ name }) => name);
    const awaited = names.filter((name) => !served.includes(name));
    if (awaited.length === 0) return;
    if (performance.now() > until) throw new Error(`Kafka has no leaders for ${awaited.join(', ')} after ${WITHIN_MS / 1_000} s.`);
    await pause(LOOK_MS);
  }
}

async function grow(admin: Admin, topic: string, count: number): Promise<void> {
  try {
    await admin.createPartitions({ topicPartitions: [{ topic, count }] });
  } catch (error) {
    const now = (await allTopics(admin)).find(({ name }) => name === topic); // another instance may have been quicker
    if ((now?.partitions.length ?? 0) < count) throw error;
  }
}

/** Where a setting differs, all that are set on the topic are sent again, ours as they should be: the request replaces them all. */
async function set(admin: Admin, topics: readonly Topic[]): Promise<void> {
  const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: topics.map(({ name }) => ({ type: TOPIC, name })) });
  for (const topic of topics) {
    const wanted = settingsOf(topic);
    const entries = resources.find(({ resourceName }) => resourceName === topic.name)?.configEntries ?? [];
    const now = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    if ([...wanted].every(([name, value]) => now.get(name) === value)) continue;
    const others = entries.filter(({ configName, configSource }) => configSource === kafkajs.ConfigSource.TOPIC_CONFIG && !wanted.has(configName));
    const configEntries = [
      ...others.map(({ configName, configValue }) => ({ name: configName, value: configValue })),
      ...[...wanted].map(([name, value]) => ({ name, value })),
    ];
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: topic.name, configEntries }] });
  }
}
