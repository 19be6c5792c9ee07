import type { EventLog, LogRecord, OutgoingRecord, Topic } from './event-log.js';

const DAY_MS = 86_400_000;
const SUFFIX = '.dead';
const LONGEST_REASON = 2_000;

/** The topic for what could not be processed from a topic; kept thirty days. */
export const deadTopicOf = ({ name }: { readonly name: string }): Topic => ({ name: `${name}${SUFFIX}`, kind: 'job', partitions: 1, retentionMs: 30 * DAY_MS });

/** A record that a group could not process. */
export interface DeadLetter {
  /** Names it: `<topic>/<partition>/<offset>/<group>` of where it failed. */
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly group: string;
  /** What the handler said, at the last try. */
  readonly reason: string;
  /** When it was given up, ISO 8601. */
  readonly time: string;
  /** Value and headers as they were. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** The record that goes to the dead letters: key, value and headers as they were, and why, where and when it failed. */
export function deadRecordOf(record: LogRecord, { group, cause, at }: { readonly group: string; readonly cause: unknown; readonly at: Date }): OutgoingRecord {
  const reason = String(cause); // RangeError: no such model
  return {
    topic: deadTopicOf({ name: record.topic }).name,
    key: record.key,
    value: record.value,
    headers: {
      ...record.headers,
      dead_reason: reason.slice(0, LONGEST_REASON),
      dead_group: group,
      dead_topic: record.topic,
      dead_partition: String(record.partition),
      dead_offset: record.offset.toString(),
      dead_time: at.toISOString(),
    },
  };
}

/** The dead letters that were not sent again, of one topic or of all; of each topic the oldest first. */
export async function listDeadLetters(eventLog: EventLog, { topic }: { readonly topic?: string } = {}): Promise<DeadLetter[]> {
  const topics = await eventLog.topics();
  const dead = topics.filter((name) => (topic === undefined ? name.endsWith(SUFFIX) : name === deadTopicOf({ name: topic }).name));
  const lists = await Promise.all(dead.map((name) => listTopic(eventLog, name)));
  return lists.flat();
}

async function listTopic(eventLog: EventLog, deadTopic: string): Promise<DeadLetter[]> {
  const letters = new Map<string, DeadLetter>();
  for await (const record of eventLog.read(deadTopic, { from: 'start', follow: false })) {
    const letter = letterOf(record);
    if (record.headers['dead_resent'] === undefined) letters.set(letter.id, letter);
    else letters.delete(letter.id);
  }
  return [...letters.values()];
}

function letterOf({ key, value, headers }: LogRecord): DeadLetter {
  const { dead_topic: topic = '', dead_partition = '', dead_offset = '', dead_group: group = '', dead_reason: reason = '', dead_time: time = '' } = headers;
  return {
    id: `${topic}/${dead_partition}/${dead_offset}/${group}`,
    topic,
    key,
    group,
    reason,
    time,
    value,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('dead_'))),
  };
}

/**
 * Appends the record to its topic again, as it was, and in the same append notes it as sent, so that it is not listed any more. All groups get it, and drop what they
 * have had. Throws `Fenced` if another one is sending at this moment: try again.
 */
export async function resendDeadLetter(eventLog: EventLog, { id, topic, key, value, headers }: DeadLetter): Promise<void> {
  const [dead_topic = '', dead_partition = '', dead_offset = '', dead_group = ''] = id.split('/');
  const producer = await eventLog.producer('dead-letters');
  await producer.append([
    { topic, key, value, headers },
    {
      topic: deadTopicOf({ name: topic }).name,
      key,
      value: null,
      headers: { dead_topic, dead_partition, dead_offset, dead_group, dead_resent: new Date().toISOString() },
    },
  ]);
}
