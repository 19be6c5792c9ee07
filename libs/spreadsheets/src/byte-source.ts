import { BadSpreadsheet } from './bad-spreadsheet.js';

/** A stored file with random access. `read` gives exactly `length` bytes, fewer only where the file ends. Its own failures reach the reader's caller as they are. */
export interface ByteSource {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

export const CHUNK_BYTES = 256 * 1024;

/** Bytes in memory as a source; for small files and tests. */
export const bytesAsSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
});

/** Reads exactly these bytes or says that the file is cut off. */
export const readExactly = async (source: ByteSource, offset: number, length: number): Promise<Uint8Array> => {
  const bytes = offset < 0 || offset + length > source.size ? undefined : await source.read(offset, length);
  if (bytes?.length !== length)
    throw new BadSpreadsheet('truncated_file', 'The file is cut off: it ends before its content does. Save it again and upload it whole.');
  return bytes;
};

/** The source from `start` to before `end`, piece by piece; the next piece is read only when it is asked for. */
export const readChunks = async function* (source: ByteSource, start = 0, end = source.size): AsyncGenerator<Uint8Array, void, undefined> {
  for (let offset = start; offset < end; offset += CHUNK_BYTES) yield await readExactly(source, offset, Math.min(CHUNK_BYTES, end - offset));
};
