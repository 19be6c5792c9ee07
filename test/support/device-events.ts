import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { decode, type TopicOf } from '@ringfleet/contracts';
import type { EventLog } from '@ringfleet/messaging';

/** One record of a topic, decoded. */
export interface Event<Message> {
  readonly id: string;
  readonly key: string;
  readonly sequence: number;
  readonly headers: Readonly<Record<string, string>>;
  /** null is a tombstone. */
  readonly message: Message | null;
}

/** Everything on a topic so far, as a consumer keeps it that drops repeats by `ce_id`; in order per key. */
export async function eventsOn<M extends DescMessage>(log: EventLog, topic: TopicOf<M>): Promise<Event<MessageShape<M>>[]> {
  const events = new Map<string, Event<MessageShape<M>>>();
  for await (const { key, value, headers } of log.read(topic.name, { from: 'start', follow: false })) {
    const id = headers['ce_id'] ?? '';
    if (!events.has(id)) events.set(id, { id, key, sequence: Number(headers['ce_sequence']), headers, message: value && decode(topic, value) });
  }
  return [...events.values()];
}

/** The events of each key, in their order. */
export function byKey<Message>(events: readonly Event<Message>[]): ReadonlyMap<string, readonly Event<Message>[]> {
  return Map.groupBy(events, ({ key }) => key);
}
