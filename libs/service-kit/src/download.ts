import { type ByteSource, inSets, writeCsv, writeXlsx } from '@ringfleet/spreadsheets';
import { IsIn } from 'class-validator';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Media types of spreadsheets. */
export const DOWNLOAD_TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

/** Of files that were made beforehand, in every format there is. */
export const STORED_TYPES = { ...DOWNLOAD_TYPES, xls: 'application/vnd.ms-excel' } as const;

/** The query of a route that answers with a spreadsheet. */
export class DownloadQuery {
  @IsIn(['csv', 'xlsx'])
  format: 'csv' | 'xlsx' = 'csv';
}

export interface Download {
  /** Without extension. */
  readonly name: string;
  readonly format: 'csv' | 'xlsx';
  readonly rows: AsyncIterable<readonly string[]>;
}

/** Streams rows as a file; nothing of it is held in memory as a whole. */
export async function sendDownload(response: Response, { name, format, rows }: Download): Promise<void> {
  await sendFile(response, { name, format, file: format === 'csv' ? writeCsv(inSets(rows)) : writeXlsx(inSets(rows)) });
}

export async function sendFile(response: Response, { name, format, file }: Omit<Download, 'rows'> & { readonly file: Readable }): Promise<void> {
  response.status(200).type(DOWNLOAD_TYPES[format]).attachment(`${name}.${format}`);
  await send(response, file);
}

export interface StoredDownload {
  readonly fileName: string;
  readonly format: keyof typeof STORED_TYPES;
  readonly source: ByteSource;
}

const READ_BYTES = 512 * 1024;

/** Sends a stored file as it lies; a piece at a time. */
export async function sendStored(response: Response, { fileName, format, source }: StoredDownload): Promise<void> {
  const first = await source.read(0, READ_BYTES); // what cannot be read is told, not cut off
  response
    .status(200)
    .type(STORED_TYPES[format])
    .attachment(fileName)
    .set({ 'content-length': String(source.size), 'cache-control': 'private, no-store' });
  await send(response, Readable.from(pieces(source, first), { objectMode: false }));
}

async function* pieces(source: ByteSource, first: Uint8Array): AsyncGenerator<Uint8Array> {
  let piece = first;
  for (let at = 0; piece.length > 0; piece = at < source.size ? await source.read(at, READ_BYTES) : new Uint8Array()) {
    at += piece.length;
    yield piece;
  }
}

async function send(response: Response, file: Readable): Promise<void> {
  await pipeline(file, response).catch((error: unknown) => {
    if (!response.writableFinished && !response.destroyed) throw error; // the reader went away otherwise
  });
}
