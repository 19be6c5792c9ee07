import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../connection/api.js';
import { count, counted } from '../imports/words.js';
import { CannotGoOn, EXIT, say, type Terminal } from '../terminal.js';
import { exportPath, type ExportView } from './export-view.js';

const LOOK_EVERY_MS = 500;
const SAY_EVERY_MS = 5_000;

export const EXPORT_FORMATS = ['csv', 'xls', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportWish {
  readonly file: string;
  /** Absent: as the file is called. */
  readonly format?: ExportFormat | undefined;
  /** 'managedBy=administrator', 'q=desk', … */
  readonly filters: readonly string[];
  readonly sort?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

/** Exports the device list into a file and waits for it. Returns the exit code. The file is there whole or not at all. */
export async function exportFile(terminal: Terminal, api: Api, { file, format, filters, sort, columns }: ExportWish): Promise<number> {
  const path = resolve(terminal.folder, file);
  const filter = Object.fromEntries(filters.map(filterOf));
  const { id } = await api.postJson<{ id: string }>('/api/v1/exports', {
    format: format ?? formatOf(path),
    filter,
    ...(sort && { sort }),
    ...(columns && { columns }),
  });
  say(terminal, `Accepted as export ${id}.`);
  const view = await untilOver(terminal, api, id);
  if (view.state !== 'completed') throw new CannotGoOn(`The export ${view.state === 'failed' ? `failed: ${view.problem?.message ?? ''}` : 'was cancelled.'}`);
  const part = `${path}.${id}.part`;
  try {
    await pipeline(await api.download(`${exportPath(id)}/download`), createWriteStream(part));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  say(terminal, `${counted(view.rows, 'device')} saved in ${path}`);
  return EXIT.allApplied;
}

function formatOf(path: string): ExportFormat {
  const extension = extname(path).toLowerCase();
  const format = EXPORT_FORMATS.find((one) => extension === `.${one}`);
  if (format) return format;
  throw new CannotGoOn(`By its name ${path} is neither csv, xls nor xlsx. Call it so, or say --format csv.`);
}

function filterOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CannotGoOn(`--filter ${text} says nothing to filter by. Give column=value, such as managedBy=administrator or q=desk.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Says now and then how it gets on. */
async function untilOver(terminal: Terminal, api: Api, id: string): Promise<ExportView> {
  let saidAt = performance.now();
  for (;;) {
    const view = await api.get<ExportView>(exportPath(id));
    if (view.state === 'completed' || view.state === 'failed' || view.state === 'cancelled') return view;
    if (performance.now() - saidAt > SAY_EVERY_MS) {
      say(terminal, progressText(view));
      saidAt = performance.now();
    }
    await pause(LOOK_EVERY_MS, undefined, { signal: terminal.interrupted });
  }
}

/** '120,000 of about 500,000 devices, 40,000 devices/s' */
function progressText({ state, progress, problem }: ExportView): string {
  if (state === 'stalled') return `Waiting: ${problem?.message ?? 'Ringfleet tries again by itself'}`;
  if (!progress) return 'Waiting for its turn';
  const total = progress.total === null ? '' : ` of about ${count(progress.total)}`;
  const rate = progress.rate ? `, ${count(Math.round(progress.rate))} devices/s` : '';
  return `${count(progress.rowsWritten)}${total} devices${rate}`;
}
