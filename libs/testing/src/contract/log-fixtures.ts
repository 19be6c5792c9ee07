import { randomBytes } from 'node:crypto';
import type { EventLog, OutgoingRecord, Topic } from '@ringfleet/messaging';

const DAY_MS = 86_400_000;

/** A topic of the test's own. */
export async function newTopic(eventLog: EventLog, partitions = 4): Promise<Topic> {
  const topic: Topic = { name: `test.${randomBytes(4).toString('hex')}.v1`, kind: 'job', partitions, retentionMs: DAY_MS };
  await eventLog.ensureTopics([topic]);
  return topic;
}

export const newGroup = (): string => `group-${randomBytes(4).toString('hex')}`;

export const record = ({ name }: Topic, key: string, text: string, headers: OutgoingRecord['headers'] = {}): OutgoingRecord => ({
  topic: name,
  key,
  value: Buffer.from(text),
  headers,
});

/** Keys that fall into many partitions. */
export const keys = (count: number): string[] => Array.from({ length: count }, (_, index) => `key-${index}`);

/** Appends as a producer of its own. */
export async function append(eventLog: EventLog, records: readonly OutgoingRecord[]): Promise<void> {
  const producer = await eventLog.producer(newGroup());
  await producer.append(records);
}

/** A promise to be kept by the test. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}
