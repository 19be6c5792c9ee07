import { Refused } from '@ringfleet/kernel';
import { sniff } from '@ringfleet/spreadsheets';
import busboy from 'busboy';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { finished, type Readable, Transform, type TransformCallback } from 'node:stream';
import type { ColumnMap } from '../columns/recognise-columns.js';
import { storable } from '../columns/file-columns.js';
import type { ImportKind } from './import-kind.js';
import { columnMapOf, kindOf, refuseDryRun } from './upload-fields.js';

/** What was uploaded, once all of it has come. */
export interface Upload {
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly columnMap: ColumnMap;
  readonly kind: ImportKind;
}

/** Takes the bytes of the file as they come. */
export type FileSink = (file: Readable) => Promise<void>;

const SNIFFED_BYTES = 4096;
const FIELDS = { fields: 10, parts: 20, fieldSize: 1024 * 1024 };

/**
 * Reads a multipart upload, giving the file to `sink` as it comes. Throws `Refused` as soon as it is plain that it cannot be accepted; the rest of the request
 * is then still unread (see `drain`).
 */
export async function receiveUpload(request: IncomingMessage, sink: FileSink, maxBytes: number): Promise<Upload> {
  const form = openForm(request);
  const fields = new Map<string, string>();
  let file: Promise<FileMeter> | undefined;
  let fileName: string | undefined;
  const parts = new Promise<void>((resolve, reject) => {
    form.on('file', (name, stream, info) => {
      if (name !== 'file' || file) return reject(new Refused(400, 'unexpected_part', 'Send one file, in the part "file".'));
      fileName = info.filename;
      file = take(stream, sink, maxBytes);
      file.catch(reject);
    });
    form.on('field', (name, value, info) => {
      if (info.valueTruncated) return reject(new Refused(400, 'field_too_long', `The field ${name} is longer than 1 MiB.`));
      fields.set(name, value);
    });
    form.on('partsLimit', () => reject(new Refused(400, 'too_many_parts', 'The upload has too many parts.')));
    form.on('fieldsLimit', () => reject(new Refused(400, 'too_many_parts', 'The upload has too many fields.')));
    form.on('error', (error) => reject(badMultipart(error)));
    form.on('close', resolve);
    finished(request, { writable: false }, (error) => {
      if (!error) return;
      reject(new Refused(400, 'upload_aborted', 'The connection closed before the whole file had come.'));
      form.destroy(error);
    });
  });
  request.pipe(form);
  try {
    await parts;
    if (!file) throw new Refused(400, 'file_missing', 'Send the spreadsheet as multipart/form-data in a part named "file".');
    const { size, sha256 } = await file;
    refuseDryRun(fields.get('dryRun'));
    const kind = kindOf(fields.get('kind'));
    return { fileName: nameOf(fileName), sizeBytes: size, sha256, kind, columnMap: columnMapOf(fields.get('columnMap'), kind) };
  } catch (error) {
    request.unpipe(form);
    form.destroy();
    await file?.catch(() => undefined); // nothing of it is left in the store when we answer
    throw error;
  }
}

function openForm(request: IncomingMessage): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, defParamCharset: 'utf8', limits: FIELDS });
  } catch {
    throw new Refused(415, 'unsupported_media_type', 'Send the spreadsheet as multipart/form-data in a part named "file".');
  }
}

const badMultipart = (error: unknown): unknown =>
  error instanceof Refused ? error : new Refused(400, 'bad_multipart', 'The body is no complete multipart/form-data upload.');

async function take(stream: Readable, sink: FileSink, maxBytes: number): Promise<FileMeter> {
  const meter = new FileMeter(maxBytes);
  stream.on('error', (error) => meter.destroy(error));
  await sink(stream.pipe(meter));
  return meter;
}

const nameOf = (name: string | undefined): string => storable((name ?? '').replace(/\p{Cc}/gu, '')).slice(0, 255) || 'upload'; // 'phones\n.csv' → 'phones.csv'

/** Counts, hashes and looks at the bytes that pass, and stops what is empty, too large or no spreadsheet. */
class FileMeter extends Transform {
  size = 0;
  sha256 = '';
  private readonly hash = createHash('sha256');
  private head: Buffer | undefined = Buffer.alloc(0);

  constructor(private readonly maxBytes: number) {
    super();
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.size += bytes.length;
    if (this.size > this.maxBytes) return done(tooLarge(this.maxBytes));
    this.hash.update(bytes);
    if (this.head) this.head = Buffer.concat([this.head, bytes]);
    if (this.head && this.head.length >= SNIFFED_BYTES) {
      if (isOther(this.head)) return done(notASpreadsheet());
      this.head = undefined;
    }
    done(null, bytes);
  }

  override _flush(done: TransformCallback): void {
    if (this.size === 0) return done(new Refused(400, 'empty_file', 'The file is empty.'));
    if (this.head && isOther(this.head)) return done(notASpreadsheet());
    this.sha256 = this.hash.digest('hex');
    done();
  }
}

const isOther = (head: Buffer): boolean => sniff(head.subarray(0, SNIFFED_BYTES)) === 'other';

const notASpreadsheet = (): Refused =>
  new Refused(415, 'not_a_spreadsheet', 'This is not a spreadsheet, whatever its name says. Upload a csv, xlsx or xls file.');

const tooLarge = (maxBytes: number): Refused =>
  new Refused(413, 'file_too_large', `The file is larger than the ${maxBytes} bytes allowed. Split it into several files.`, { extra: { maxBytes } });
