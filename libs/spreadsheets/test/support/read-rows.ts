import { bytesAsSource } from '../../src/byte-source.js';
import type { HeaderHint } from '../../src/csv/delimiter.js';
import { DEFAULT_LIMITS, type Limits } from '../../src/limits.js';
import { openSheet } from '../../src/open-sheet.js';
import type { SheetRow } from '../../src/sheet-row.js';

/** Reads a whole file in this thread. */
export const readRows = async (bytes: Uint8Array, limits: Partial<Limits> = {}, hint?: HeaderHint): Promise<SheetRow[]> => {
  const sheet = await openSheet(bytesAsSource(bytes), { ...DEFAULT_LIMITS, ...limits }, hint);
  const rows: SheetRow[] = [];
  for await (const set of sheet.rows) rows.push(...set);
  return rows;
};

export const readCells = async (bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<(readonly string[])[]> =>
  (await readRows(bytes, limits)).map(({ cells }) => cells);

/** 'code' of the refusal; fails if the file is read. */
export const refusalOf = async (bytes: Uint8Array, limits: Partial<Limits> = {}): Promise<unknown> => {
  try {
    await readRows(bytes, limits);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return error.code;
    throw error;
  }
  throw new Error('The file was read.');
};
