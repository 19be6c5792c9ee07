// An import from the 202 to its end, with a file of made-up devices.
import { createWriteStream, openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { inSets, writeCsv, writeXlsx } from '@ringfleet/spreadsheets';
import { deviceRows } from './device-rows.ts';
import type { Call } from './ringfleet-process.ts';
import { xlsOf } from './xls-writer.ts';

/** Writes a file of the format that its name says. */
export async function writeFileOf(path: string, count: number, options: { readonly seed: number; readonly prefix?: string }): Promise<void> {
  const content = deviceRows(count, options);
  if (path.endsWith('.xls')) await writeFile(path, xlsOf(content));
  else await pipeline(path.endsWith('.csv') ? writeCsv(inSets(rowsOf(content))) : writeXlsx(inSets(rowsOf(content))), createWriteStream(path));
}

async function* rowsOf(content: Iterable<string[]>): AsyncGenerator<string[]> {
  yield* content;
}

/** An import that has ended; seconds from the 202. */
export interface Imported {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly seconds: number;
  readonly counts: { readonly applied: number; readonly rejected: number };
}

interface Seen {
  readonly state: string;
  readonly finishedAt: string;
  readonly counts: Imported['counts'];
  readonly problem?: unknown;
}

/** Uploads a file and waits to the end of its import. */
export async function importFile(call: Call, path: string): Promise<Imported> {
  const body = new FormData();
  body.append('file', await openAsBlob(path), path.split('/').at(-1));
  const { id } = await call<{ id: string }>('/api/v1/imports', { method: 'POST', body });
  const began = Date.now();
  for (;;) {
    const seen = await call<Seen>(`/api/v1/imports/${id}`);
    if (seen.state === 'completed') return { id, began, seconds: (Date.parse(seen.finishedAt) - began) / 1000, counts: seen.counts };
    if (['failed', 'cancelled'].includes(seen.state)) throw new Error(`The import ended ${seen.state}: ${JSON.stringify(seen.problem)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export const three = (number: number): number => Math.round(number * 1000) / 1000;
