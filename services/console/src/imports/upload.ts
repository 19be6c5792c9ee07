import type { Schemas } from '@ringfleet/client';
import { accessToken } from '../session/session.js';
import { Problem, Unreachable } from '../api/problem.js';

export type Accepted = Schemas['AcceptedImport'];

export type ColumnMap = Readonly<Record<string, string | null>>;

export interface Upload {
  readonly file: File;
  /** What headers stand for that import does not know. */
  readonly columnMap?: ColumnMap | undefined;
  /** One per file dropped: a second click makes no second import. */
  readonly key: string;
}

// Of this tab, so that a file need not be chosen again when its columns are given names.
const uploaded = new Map<string, File>();

export const uploadedFile = (importId: string): File | undefined => uploaded.get(importId);

/** Sends a file and tells how much of it has gone (0…1). */
export async function upload({ file, columnMap, key }: Upload, onProgress: (part: number) => void): Promise<Accepted> {
  const token = await accessToken();
  // fetch does not tell how much it has sent.
  const request = new XMLHttpRequest();
  const done = new Promise<Accepted>((resolve, reject) => {
    request.addEventListener('load', () => {
      const answer = JSON.parse(request.responseText || '{}');
      if (request.status < 300) resolve(answer);
      else reject(new Problem({ status: request.status, title: request.statusText, code: 'unknown', ...answer }));
    });
    request.addEventListener('error', () => reject(new Unreachable('No answer came.')));
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
  });
  request.open('POST', '/api/v1/imports');
  request.setRequestHeader('authorization', `Bearer ${token}`);
  request.setRequestHeader('idempotency-key', key);
  const form = new FormData();
  if (columnMap) form.append('columnMap', JSON.stringify(columnMap));
  form.append('file', file);
  request.send(form);
  const accepted = await done;
  uploaded.set(accepted.id, file);
  return accepted;
}
