import { createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Api } from '../connection/api.js';
import { importPath, type ImportView } from './import-view.js';
import { stem } from './words.js';

/** Kind of the error list: as the file that came; an old xls is answered as xlsx. */
export const errorListKind = ({ format, fileName }: ImportView): 'csv' | 'xlsx' =>
  /^xlsx?$/i.test(format ?? fileName.split('.').at(-1) ?? '') ? 'xlsx' : 'csv'; // 'XLS'

/** Saves the error list into the folder as <name>.errors.csv, or .errors-2.csv … where that is taken, and returns its path. It is there whole or not at all. */
export async function saveErrorList(api: Api, view: ImportView, { folder, file }: { readonly folder: string; readonly file: string }): Promise<string> {
  const kind = errorListKind(view);
  const name = join(folder, `${stem(file)}.errors`);
  const part = `${name}.${view.id}.part`;
  try {
    await pipeline(await api.download(`${importPath(view.id)}/errors?format=${kind}`), createWriteStream(part));
    for (let number = 1; ; number++) {
      const path = `${name}${number === 1 ? '' : `-${number}`}.${kind}`;
      if (await linkNew(part, path)) return path;
    }
  } finally {
    await rm(part, { force: true });
  }
}

/** False where the path is taken: nothing is ever overwritten. */
async function linkNew(part: string, path: string): Promise<boolean> {
  try {
    await link(part, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
