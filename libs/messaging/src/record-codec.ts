import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import type { Headers, OutgoingRecord } from './event-log.js';

// Records of a pack are much alike: same topic, same header names, mostly the same header values. A pack names each such kind once, and a record says only in what
// it differs from its kind, which halves the bytes and takes a fourth of the time of naming every header. What a record says rests on its kind alone, so that it
// can go from pack to pack as it is: a relay moves most of an outbox without reading it. Integers are varints, texts and bytes have their length before them:
//   pack    format, (KIND kind | 1 + number of the kind, record as bytes)…
//   kind    topic, count of header names, for each: name, value
//   record  bits, key, [value], for each header: SAME | KEY | (TEXT, text)
const FORMAT = 2;
const KIND = 0;
const HAS_VALUE = 1;
const SAME = 0;
const SAME_AS_KEY = 1;
const TEXT = 2;

/** What records have in common. */
interface Kind {
  readonly topic: string;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** A record as it lies in a pack; read when somebody asks. */
class PackedRecord implements OutgoingRecord {
  readonly key: string;
  private read: { readonly value: Uint8Array | null; readonly headers: Headers } | undefined;

  constructor(
    readonly kind: Kind,
    readonly bytes: Uint8Array,
  ) {
    const reader = new BinaryReader(bytes);
    reader.uint32();
    this.key = reader.string();
  }

  get topic(): string {
    return this.kind.topic;
  }

  get value(): Uint8Array | null {
    return this.content().value;
  }

  get headers(): Headers {
    return this.content().headers;
  }

  private content(): { readonly value: Uint8Array | null; readonly headers: Headers } {
    this.read ??= contentOf(this.bytes, this.kind);
    return this.read;
  }
}

function contentOf(bytes: Uint8Array, { names, values }: Kind): { readonly value: Uint8Array | null; readonly headers: Headers } {
  const reader = new BinaryReader(bytes);
  const bits = reader.uint32();
  const key = reader.string();
  const value = bits & HAS_VALUE ? reader.bytes() : null;
  const headers: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const how = reader.uint32();
    headers[name] = how === SAME ? (values[index] ?? '') : how === SAME_AS_KEY ? key : reader.string();
  }
  return { value, headers };
}

/** About how many bytes a record takes, its headers aside; one that lies in a pack is not read for it. */
export const sizeOf = (record: OutgoingRecord): number => (record instanceof PackedRecord ? record.bytes.length : (record.value?.length ?? 0));

/** Packs records into bytes, for a row of an outbox or a batch of the log. */
export function packRecords(records: readonly OutgoingRecord[]): Uint8Array {
  const writer = new BinaryWriter().uint32(FORMAT);
  const kinds = new Kinds(writer);
  for (const record of records) {
    if (record instanceof PackedRecord) writer.uint32(1 + kinds.numberOf(record.kind)).bytes(record.bytes);
    else packRecord(writer, record, kinds);
  }
  return writer.finish();
}

/** The records that were packed, in their order. Throws if the bytes are something else. */
export function unpackRecords(bytes: Uint8Array): OutgoingRecord[] {
  const reader = new BinaryReader(bytes);
  if (reader.uint32() !== FORMAT) throw new Error('Not a pack of records.');
  const kinds: Kind[] = [];
  const records: OutgoingRecord[] = [];
  while (reader.pos < reader.len) {
    const number = reader.uint32();
    const kind = kinds[number - 1];
    if (number === KIND) kinds.push(readKind(reader));
    else if (kind) records.push(new PackedRecord(kind, reader.bytes()));
    else throw new Error('Not a pack of records.');
  }
  return records;
}

/** The kinds of a pack that is being written; a new one is written when it is first asked for. */
class Kinds {
  private readonly numbers = new Map<Kind, number>();
  private readonly byShape = new Map<string, Kind>();

  constructor(private readonly writer: BinaryWriter) {}

  /** The kind of the first record with this topic and these header names. */
  of({ topic, headers }: OutgoingRecord): Kind {
    const names = Object.keys(headers);
    const shape = JSON.stringify([topic, names]);
    let kind = this.byShape.get(shape);
    if (!kind) {
      kind = { topic, names, values: Object.values(headers) };
      this.byShape.set(shape, kind);
    }
    return kind;
  }

  numberOf(kind: Kind): number {
    const known = this.numbers.get(kind);
    if (known !== undefined) return known;
    this.numbers.set(kind, this.numbers.size);
    this.writer.uint32(KIND).string(kind.topic).uint32(kind.names.length);
    for (const [index, name] of kind.names.entries()) this.writer.string(name).string(kind.values[index] ?? '');
    return this.numbers.size - 1;
  }
}

function readKind(reader: BinaryReader): Kind {
  const topic = reader.string();
  const names: string[] = [];
  const values: string[] = [];
  for (let count = reader.uint32(); count > 0; count--) {
    names.push(reader.string());
    values.push(reader.string());
  }
  return { topic, names, values };
}

function packRecord(writer: BinaryWriter, record: OutgoingRecord, kinds: Kinds): void {
  const { key, value, headers } = record;
  const kind = kinds.of(record);
  writer.uint32(1 + kinds.numberOf(kind)).fork();
  writer.uint32(value === null ? 0 : HAS_VALUE).string(key);
  if (value !== null) writer.bytes(value);
  for (const [index, name] of kind.names.entries()) {
    const text = headers[name] ?? '';
    if (text === kind.values[index]) writer.uint32(SAME);
    else if (text === key) writer.uint32(SAME_AS_KEY);
    else writer.uint32(TEXT).string(text);
  }
  writer.join();
}
