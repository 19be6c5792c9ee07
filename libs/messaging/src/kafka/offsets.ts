import { setTimeout as pause } from 'node:timers/promises';
import { backOff } from '../back-off.js';
import type { KafkaClient } from './kafka-client.js';

/** With the waits between them about ten seconds. */
const TRIES = 8;
/** What brokers say of a partition whose leader is new, or that is itself. */
const UNLED_TYPES = new Set(['NOT_LEADER_FOR_PARTITION', 'LEADER_NOT_AVAILABLE', 'REPLICA_NOT_AVAILABLE', 'UNKNOWN_TOPIC_OR_PARTITION']);

/** The first offset that is there, and the one after the last that may be read. */
export interface Offsets {
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/** Of each partition of a topic. A leader is told of a moment before it serves: kafkajs takes that for a failure here, and we ask again. */
export async function offsetsOf(client: KafkaClient, topic: string): Promise<Offsets[]> {
  for (let failures = 1; ; failures++) {
    try {
      const offsets = await client.ask((admin) => admin.fetchTopicOffsets(topic));
      return offsets.map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }));
    } catch (error) {
      if (failures === TRIES || !isUnled(error)) throw error;
      await pause(backOff(failures));
    }
  }
}

/** kafkajs wraps what it tried several times. */
function isUnled(error: unknown): boolean {
  for (let at = error as { readonly type?: string; readonly cause?: unknown } | undefined; at; at = at.cause as typeof at) {
    if (UNLED_TYPES.has(at.type ?? '')) return true;
  }
  return false;
}
