// Real: the program as built in its own process, its PostgreSQL and its folder of objects; SIGKILL while exports are made.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../support/api.js';
import { type ExportView, exportOf } from '../support/exports.js';
import { hostileFile } from '../support/hostile-devices.js';
import { Tormentor } from './tormentor.js';

const DEVICES = 5_000;
const EXPORTS = 3;
const MINUTES_AT_MOST = 5;

const viewOf = (api: Api, id: string): Promise<ExportView> => api.get<ExportView>(`/api/v1/exports/${id}`);

/** Resolves as soon as one of them is in one of these states. */
async function oneIs(api: Api, ids: readonly string[], states: readonly ExportView['state'][]): Promise<void> {
  for (;;) for (const id of ids) if (states.includes((await viewOf(api, id)).state)) return;
}

it(
  'exports whose process is killed are made anew once it runs again: each whole, and one file of each (EXP-01)',
  async () => {
    const tormentor = await Tormentor.start(() => 0); // kills the program
    const { api, home } = tormentor;
    try {
      await api.import(await hostileFile(DEVICES, ''));
      const expected = await exportOf(api, { format: 'csv' });
      const ids: string[] = [];
      for (let count = 0; count < EXPORTS; count++) ids.push((await api.post<{ id: string }>('/api/v1/exports', { format: 'csv' })).id);
      await oneIs(api, ids, ['running']);
      await tormentor.killAndRestart();
      const files: string[][] = [];
      for (const id of ids) {
        await oneIs(api, [id], ['completed', 'failed']);
        expect(await viewOf(api, id)).toMatchObject({ state: 'completed', rows: expected.rows, sizeBytes: expected.sizeBytes });
        expect(await api.download(`/api/v1/exports/${id}/download`)).toEqual(await api.download(`/api/v1/exports/${expected.id}/download`));
        files.push(namesOf(home, id));
      }
      expect(files.map(({ length }) => length)).toEqual(ids.map(() => 1));
      // A file is called after the lease it was made under: of one that was killed the second.
      expect(files.flat()).toContain('2');
    } finally {
      await tormentor.remove();
    }
  },
  MINUTES_AT_MOST * 60_000,
);

const namesOf = (home: string, id: string): string[] =>
  readdirSync(join(home, 'objects'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith(join('exports', id)))
    .map(({ name }) => name);
