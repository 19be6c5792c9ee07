import { type DescMessage, type MessageShape, toBinary } from '@bufbuild/protobuf';
import { newId } from '@ringfleet/kernel';
import type { LogRecord, OutgoingRecord } from './event-log.js';

export interface RecordParts<M extends DescMessage> {
  readonly topic: { readonly name: string; readonly schema: M };
  readonly key: string;
  /** The number of the state of this key, from 1; on state topics. */
  readonly sequence?: number | bigint;
  /** The service that says it. */
  readonly source: string;
  readonly time: Date;
  /** null is a tombstone. */
  readonly message?: MessageShape<M> | null;
  /** The message, where it is encoded already. */
  readonly encoded?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A record with CloudEvents headers in binary mode (https://github.com/cloudevents/spec, Kafka binding). */
export function toRecord<M extends DescMessage>({ topic, key, sequence, source, time, message, encoded, headers }: RecordParts<M>): OutgoingRecord {
  return {
    topic: topic.name,
    key,
    value: encoded ?? (message ? toBinary(topic.schema, message) : null),
    headers: {
      ce_specversion: '1.0',
      ce_id: newId(),
      ce_type: topic.schema.typeName,
      ce_source: `/ringfleet/${source}`,
      ce_time: time.toISOString(),
      ce_subject: key,
      ...(sequence !== undefined && { ce_sequence: sequence.toString() }),
      'content-type': 'application/protobuf',
      ...headers,
    },
  };
}

/** The last record of each key in a batch, with its number: what a copy needs. */
export function latestPerKey(records: readonly LogRecord[]): { readonly record: LogRecord; readonly sequence: bigint }[] {
  const latest = new Map<string, { record: LogRecord; sequence: bigint }>();
  for (const record of records) {
    const sequence = BigInt(record.headers['ce_sequence'] ?? '0');
    const known = latest.get(record.key);
    if (!known || sequence > known.sequence) latest.set(record.key, { record, sequence });
  }
  return [...latest.values()];
}
