import { type DescMessage, toJson } from '@bufbuild/protobuf';
import { decode, type TopicOf } from '@ringfleet/contracts';
import type { LogRecord } from '@ringfleet/messaging';

/** An event for people: place, time, type, number, key and the message as JSON; tabs between them. */
export function eventLine(topic: TopicOf<DescMessage>, record: LogRecord): string {
  const { ce_type: type = '-', ce_sequence: sequence } = record.headers;
  const place = `${record.partition}:${record.offset}`;
  return [
    place,
    record.timestamp.toISOString(),
    type,
    ...(sequence === undefined ? [] : [`#${sequence}`]),
    record.key,
    JSON.stringify(valueOf(topic, record)),
  ].join('\t');
}

/** An event for programs: everything that the log has of it. Offsets are texts: they may be larger than a number of JSON is exact. */
export function eventJson(topic: TopicOf<DescMessage>, record: LogRecord): string {
  const { partition, offset, timestamp, key, headers } = record;
  return JSON.stringify({ topic: record.topic, partition, offset: offset.toString(), timestamp, key, headers, value: valueOf(topic, record) });
}

/** null is a tombstone. What is no message of the topic is shown as it is, in base64: somebody looks because something is wrong. */
function valueOf(topic: TopicOf<DescMessage>, { value }: LogRecord): unknown {
  if (value === null) return null;
  try {
    return toJson(topic.schema, decode(topic, value));
  } catch (error) {
    return { undecodable: Buffer.from(value).toString('base64'), why: error instanceof Error ? error.message : String(error) };
  }
}
