import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { OutgoingRecord } from './event-log.js';

// Fields of the packed form: 1 topic, 2 key, 3 value (absent: tombstone), 4 header name, 5 header value; each record length-delimited as field 1 of the whole.
const RECORD = 1;

/** Packs records into bytes, for a row of an outbox or a batch of the log. */
export function packRecords(records: readonly OutgoingRecord[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { topic, key, value, headers } of records) {
    writer.tag(RECORD, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(topic).tag(2, WireType.LengthDelimited).string(key);
    if (value !== null) writer.tag(3, WireType.LengthDelimited).bytes(value);
    for (const name of Object.keys(headers)) {
      writer.tag(4, WireType.LengthDelimited).string(name).tag(5, WireType.LengthDelimited).string(headers[name] ?? '');
    }
    writer.join();
  }
  return writer.finish();
}

/** The records that were packed, in their order. Throws if the bytes are something else. */
export function unpackRecords(bytes: Uint8Array): OutgoingRecord[] {
  const reader = new BinaryReader(bytes);
  const records: OutgoingRecord[] = [];
  while (reader.pos < reader.len) {
    reader.tag();
    records.push(unpackRecord(reader, reader.uint32()));
  }
  return records;
}

function unpackRecord(reader: BinaryReader, length: number): OutgoingRecord {
  const end = reader.pos + length;
  const headers: Record<string, string> = {};
  let topic = '';
  let key = '';
  let value: Uint8Array | null = null;
  let name = '';
  while (reader.pos < end) {
    const [field, type] = reader.tag();
    if (field === 1) topic = reader.string();
    else if (field === 2) key = reader.string();
    else if (field === 3) value = reader.bytes();
    else if (field === 4) name = reader.string();
    else if (field === 5) headers[name] = reader.string();
    else reader.skip(type, field);
  }
  return { topic, key, value, headers };
}
