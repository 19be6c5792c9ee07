import type { EventLog, LogRecord, OutgoingRecord, Topic } from './event-log.js';

const DAY_MS = 86_400_000;

/** The topic for what could not be processed from `topic`; kept thirty days. */
export const deadTopicOf = (topic: Topic): Topic => ({ name: `${topic.name}.dead`, kind: 'job', partitions: 1, retentionMs: 30 * DAY_MS });

/** A record for the dead letters: key, value and headers as they were, and why, where and when it failed. */
export function deadLetterOf(record: LogRecord, { group, cause, at }: { readonly group: string; readonly cause: unknown; readonly at: Date }): OutgoingRecord {
  return {
    topic: `${record.topic}.dead`,
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      dead_reason: cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause),
      dead_group: group,
      dead_topic: record.topic,
      dead_partition: String(record.partition),
      dead_offset: record.offset.toString(),
      dead_time: at.toISOString(),
    },
  };
}

/** A record that lies in the dead letters. */
export interface DeadLetter {
  /** Names it for `resend`: `<group>/<partition>/<offset>` of where it failed. */
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly group: string;
  readonly reason: string;
  readonly time: string;
  readonly record: LogRecord;
}

/** The dead letters of a topic that were not sent again, oldest first. */
export async function listDeadLetters(eventLog: EventLog, topic: string): Promise<DeadLetter[]> {
  const letters = new Map<string, DeadLetter>();
  for await (const record of eventLog.read(`${topic}.dead`, { from: 'start', follow: false })) {
    const { dead_group: group = '', dead_partition: partition, dead_offset: offset, dead_reason: reason = '', dead_time: time = '' } = record.headers;
    const id = `${group}/${partition}/${offset}`;
    if (record.headers['dead_resent'] !== undefined) letters.delete(id);
    else letters.set(id, { id, topic, key: record.key, group, reason, time, record });
  }
  return [...letters.values()];
}

/** Appends the record to its topic again, as it was, and notes that it was sent. Consumers drop what they have had. */
export async function resendDeadLetter(eventLog: EventLog, letter: DeadLetter): Promise<void> {
  const headers = Object.fromEntries(Object.entries(letter.record.headers).filter(([name]) => !name.startsWith('dead_')));
  const { dead_group = '', dead_partition = '', dead_offset = '' } = letter.record.headers;
  const producer = await eventLog.producer(`dead-letters.${letter.topic}`);
  await producer.append([
    { topic: letter.topic, key: letter.key, value: letter.record.value, headers },
    { topic: `${letter.topic}.dead`, key: letter.key, value: null, headers: { dead_group, dead_partition, dead_offset, dead_resent: new Date().toISOString() } },
  ]);
}
