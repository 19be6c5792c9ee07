import { dirname, resolve } from 'node:path';
import type { Api } from '../connection/api.js';
import { CannotGoOn, COMMAND, EXIT, say, type Terminal } from '../terminal.js';
import { followImport } from './follow-import.js';
import { errorListKind, saveErrorList } from './save-error-list.js';
import { importPath, type ImportView } from './import-view.js';
import { sayHowItStands } from './summary.js';
import { upload } from './upload.js';

/** Imports a file, waits for the end, says what came of it and saves the error list beside the file. Returns the exit code. */
export async function importFile(terminal: Terminal, api: Api, name: string): Promise<number> {
  const file = resolve(terminal.folder, name);
  const id = await unlessInterrupted(
    terminal,
    () => upload(terminal, api, file),
    `The upload was broken off. Should it have arrived all the same, it stands in: ${COMMAND} imports`,
  );
  say(terminal, `Accepted as import ${id}.`);
  const goesOn = `The import goes on without this program. See how it stands with: ${COMMAND} import-status ${id}`;
  const view = await unlessInterrupted(terminal, () => followImport(terminal, api, id), goesOn);
  await sayHowItStands(terminal, api, view);
  if (view.counts.rejected > 0) await saveBeside(terminal, api, { view, file });
  return exitCode(view);
}

function exitCode({ state, counts }: ImportView): number {
  if (state !== 'completed') return EXIT.failed;
  return counts.rejected > 0 ? EXIT.someRejected : EXIT.allApplied;
}

async function saveBeside(terminal: Terminal, api: Api, { view, file }: { readonly view: ImportView; readonly file: string }): Promise<void> {
  try {
    const path = await saveErrorList(api, view, { folder: dirname(file), file });
    say(terminal, `Rejected rows saved in ${path}\nMend them there and import that file.`);
  } catch (error) {
    // The import is as it is, and so is the exit code.
    const why = error instanceof Error ? error.message : String(error);
    terminal.err.write(
      `The rejected rows could not be saved beside the file (${why}).\nThey are at ${api.url}${importPath(view.id)}/errors?format=${errorListKind(view)}\n`,
    );
  }
}

async function unlessInterrupted<T>({ interrupted }: Terminal, work: () => Promise<T>, farewell: string): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (interrupted.aborted) throw new CannotGoOn(`\n${farewell}`, EXIT.interrupted);
    throw error;
  }
}
