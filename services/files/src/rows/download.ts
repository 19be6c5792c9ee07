import { writeCsv, writeXlsx } from '@ringfleet/spreadsheets';
import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';

/** Media types of spreadsheets. */
export const DOWNLOAD_TYPES = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

export interface Download {
  /** Without extension. */
  readonly name: string;
  readonly format: 'csv' | 'xlsx';
  readonly rows: AsyncIterable<readonly string[]>;
}

/** Streams rows as a file; nothing of it is held in memory as a whole. */
export async function sendDownload(response: Response, { name, format, rows }: Download): Promise<void> {
  const file = format === 'csv' ? writeCsv(rows) : writeXlsx(rows);
  response.status(200).type(DOWNLOAD_TYPES[format]).attachment(`${name}.${format}`);
  await pipeline(file, response).catch((error: unknown) => {
    if (!response.writableFinished && !response.destroyed) throw error; // the reader went away otherwise
  });
}
