import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import type { TopicOf } from '@ringfleet/contracts';
import { type Headers, type OutgoingRecord, toRecord } from '@ringfleet/messaging';

/** A state of a record, about to be said; the version is its number. */
export interface StateToSay<M extends DescMessage> {
  readonly topic: TopicOf<M>;
  readonly id: string;
  readonly version: number;
  readonly message: MessageShape<M>;
  readonly headers: Headers;
  readonly at: Date;
}

export const said = <M extends DescMessage>({ topic, id, version, message, headers, at }: StateToSay<M>): OutgoingRecord =>
  toRecord({ topic, key: id, sequence: version, source: 'directory', time: at, message, headers });

/** The last state, which its message calls deleted, and the tombstone; each takes the next number (design.md §5). */
export const saidLast = <M extends DescMessage>(state: StateToSay<M>): OutgoingRecord[] => [
  said({ ...state, version: state.version + 1 }),
  toRecord({ topic: state.topic, key: state.id, sequence: state.version + 2, source: 'directory', time: state.at, message: null, headers: state.headers }),
];
