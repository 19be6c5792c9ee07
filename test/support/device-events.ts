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

const WAITS_MS = 120_000;

/** Everything on a topic so far, as a consumer keeps it that drops repeats by `ce_id`; in order per key. */
export function eventsOn<M extends DescMessage>(log: EventLog, topic: TopicOf<M>): Promise<Event<MessageShape<M>>[]> {
  return read(log, topic, { follow: false });
}

/** Everything on a topic up to the first event with which `enough` holds; after two minutes what is there then. */
export async function eventsUntil<M extends DescMessage>(
  log: EventLog,
  topic: TopicOf<M>,
  enough: (event: Event<MessageShape<M>>) => boolean,
): Promise<Event<MessageShape<M>>[]> {
  return read(log, topic, { follow: true, signal: AbortSignal.timeout(WAITS_MS) }, enough);
}

async function read<M extends DescMessage>(
  log: EventLog,
  topic: TopicOf<M>,
  options: { readonly follow: boolean; readonly signal?: AbortSignal },
  enough: (event: Event<MessageShape<M>>) => boolean = () => false,
): Promise<Event<MessageShape<M>>[]> {
  const events = new Map<string, Event<MessageShape<M>>>();
  for await (const { key, value, headers } of log.read(topic.name, { from: 'start', ...options })) {
    const event = { id: headers['ce_id'] ?? '', key, sequence: Number(headers['ce_sequence']), headers, message: value && decode(topic, value) };
    if (events.has(event.id)) continue;
    events.set(event.id, event);
    if (enough(event)) break;
  }
  return [...events.values()];
}

/** The events of each key, in their order. */
export function byKey<Message>(events: readonly Event<Message>[]): ReadonlyMap<string, readonly Event<Message>[]> {
  return Map.groupBy(events, ({ key }) => key);
}
