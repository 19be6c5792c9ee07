import type { IHeaders, KafkaMessage, Message, TopicMessages } from 'kafkajs';
import type { Headers, LogRecord, OutgoingRecord } from '../event-log.js';

/** What a produce request holds at most; a record larger than that goes alone. A topic's batches may be twice as large (topics.ts). */
const BYTES_A_REQUEST = 1_048_576;
const RECORD_BYTES = 20;

/** Records by topic in requests of bounded size, in their order. */
export function toRequests(records: readonly OutgoingRecord[]): TopicMessages[][] {
  const requests: Map<string, Message[]>[] = [];
  let bytes = Infinity;
  for (const record of records) {
    const message = toMessage(record);
    const size = sizeOf(record);
    if (bytes + size > BYTES_A_REQUEST) {
      requests.push(new Map());
      bytes = 0;
    }
    bytes += size;
    const request = requests.at(-1);
    const messages = request?.get(record.topic);
    if (messages) messages.push(message);
    else request?.set(record.topic, [message]);
  }
  return requests.map((request) => [...request].map(([topic, messages]) => ({ topic, messages })));
}

const toMessage = ({ key, value, headers }: OutgoingRecord): Message => ({
  key: Buffer.from(key),
  value: value && Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  headers: { ...headers },
});

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  let size = RECORD_BYTES + Buffer.byteLength(key) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) size += name.length + 3 + Buffer.byteLength(text);
  return size;
}

/** A record as it was read. */
export function toLogRecord(topic: string, partition: number, { key, value, headers, offset, timestamp }: KafkaMessage): LogRecord {
  return {
    topic,
    partition,
    key: key?.toString() ?? '',
    value,
    headers: toHeaders(headers ?? {}),
    offset: BigInt(offset),
    timestamp: new Date(Number(timestamp)),
  };
}

/** Others may send a header several times: the last counts. */
function toHeaders(headers: IHeaders): Headers {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) texts[name] = (Array.isArray(value) ? value.at(-1) : value)?.toString() ?? '';
  return texts;
}
