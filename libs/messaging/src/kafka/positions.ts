import type { Position } from '../lasting-subscription.js';
import type { KafkaClient } from './kafka-client.js';
import { offsetsOf } from './offsets.js';

/** Where a group is in its topics: what lies behind an open transaction does not count. */
export async function positionsOf(client: KafkaClient, groupId: string, topics: readonly string[]): Promise<Position[]> {
  const committed = await client.ask((admin) => admin.fetchOffsets({ groupId, topics: [...topics] }));
  const lists = await Promise.all(
    committed.map(async ({ topic, partitions }) => {
      const next = new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)])); // -1: it has not begun
      const offsets = await offsetsOf(client, topic);
      return offsets.map(({ partition, low, high }) => ({ id: `${topic}/${partition}`, next: later(next.get(partition) ?? 0n, low), end: high }));
    }),
  );
  return lists.flat();
}

/** Before the first offset that is still there, there is nothing to pass. */
const later = (one: bigint, other: bigint): bigint => (one > other ? one : other);
