import { newId } from '@ringfleet/kernel';
import { createHash } from 'node:crypto';
import { createReadStream, openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Api, Declined, Unreachable } from '../connection/api.js';
import { CannotGoOn, say, type Terminal } from '../terminal.js';
import { size } from './words.js';

const TRIES = 5;

interface Accepted {
  readonly id: string;
}

/** Uploads a file as a new import and returns its id. A lost connection is tried again under the same key, so that the file is imported once. */
export async function upload(terminal: Terminal, api: Api, file: string): Promise<string> {
  const bytes = await sizeOf(file);
  // The content names the request; the run makes it another one when the operator imports the same file again on purpose.
  const headers = { 'idempotency-key': `${await contentHash(file)}-${newId()}` };
  say(terminal, `Uploading ${basename(file)} (${size(bytes)}) to ${api.url} …`);
  for (let attempt = 1; ; attempt++) {
    const body = new FormData();
    body.set('file', await openAsBlob(file), basename(file)); // read as it is sent
    try {
      return (await api.post<Accepted>('/api/v1/imports', { body, headers })).id;
    } catch (error) {
      const seconds = attempt < TRIES ? againAfter(error, attempt) : undefined;
      if (seconds === undefined) throw error;
      say(terminal, `${error instanceof Error ? error.message : String(error)} Trying again in ${seconds} s (${attempt} of ${TRIES - 1}) …`);
      await pause(seconds * 1_000, undefined, { signal: terminal.interrupted });
    }
  }
}

/** Seconds to wait before a further try; undefined where one would end the same way. */
function againAfter(error: unknown, attempt: number): number | undefined {
  if (error instanceof Unreachable) return 2 ** attempt / 2;
  const passes = error instanceof Declined && (error.status === 429 || error.status === 503 || error.code === 'request_in_progress');
  return passes ? (error.retryAfterSeconds ?? 2 ** attempt / 2) : undefined;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => undefined);
  if (!found) throw new CannotGoOn(`There is no file ${file}.`);
  if (!found.isFile()) throw new CannotGoOn(`${file} is not a file. Give a csv, xlsx or xls file.`);
  return found.size;
}

async function contentHash(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  } catch (error) {
    throw new CannotGoOn(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return hash.digest('hex');
}
