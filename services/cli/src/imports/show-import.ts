import type { Api } from '../connection/api.js';
import { COMMAND, say, type Terminal } from '../terminal.js';
import { hasEnded, importPath, type ImportView } from './import-view.js';
import { saveErrorList } from './save-error-list.js';
import { sayHowItStands } from './summary.js';

/** Shows one import; on request saves its error list into the folder the operator stands in. */
export async function showImport(terminal: Terminal, api: Api, { id, saveErrors }: { readonly id: string; readonly saveErrors: boolean }): Promise<void> {
  const view = await api.get<ImportView>(importPath(id));
  await sayHowItStands(terminal, api, view);
  if (view.counts.rejected === 0 || !hasEnded(view)) return;
  if (saveErrors) say(terminal, `Rejected rows saved in ${await saveErrorList(api, view, { folder: terminal.folder, file: view.fileName })}`);
  else say(terminal, `Save the rejected rows with: ${COMMAND} import-status ${view.id} --save-errors`);
}
