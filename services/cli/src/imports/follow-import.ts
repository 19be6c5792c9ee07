import { setTimeout as pause } from 'node:timers/promises';
import { type Api, Declined, Unreachable } from '../connection/api.js';
import { CannotGoOn, COMMAND, type Terminal } from '../terminal.js';
import { hasEnded, importPath, type ImportView } from './import-view.js';
import { type ProgressDisplay, progressDisplay } from './progress-display.js';

const LOOK_EVERY_MS = 500;
const LOST_AFTER_MS = 120_000;

/** Shows how an import gets on until it has ended, and returns it as it is then. Rides out a restart of Ringfleet of up to two minutes. */
export async function followImport(terminal: Terminal, api: Api, id: string): Promise<ImportView> {
  const display = progressDisplay(terminal);
  try {
    return await follow(terminal, api, { id, display });
  } finally {
    display.end();
  }
}

async function follow({ interrupted }: Terminal, api: Api, { id, display }: { id: string; display: ProgressDisplay }): Promise<ImportView> {
  let lostAt: number | undefined;
  for (;;) {
    try {
      const view = await api.get<ImportView>(importPath(id));
      if (lostAt !== undefined) display.note('Ringfleet answers again.');
      lostAt = undefined;
      display.show(view);
      if (hasEnded(view)) return view;
    } catch (error) {
      if (!passesByItself(error)) throw error;
      if (lostAt === undefined) display.note('Ringfleet does not answer just now. The import goes on by itself; waiting …');
      lostAt ??= performance.now();
      if (performance.now() - lostAt > LOST_AFTER_MS) throw lost(error, id);
    }
    await pause(LOOK_EVERY_MS, undefined, { signal: interrupted });
  }
}

const passesByItself = (error: unknown): error is Error =>
  error instanceof Unreachable || (error instanceof Declined && (error.status >= 500 || error.status === 429));

const lost = (error: Error, id: string): CannotGoOn =>
  new CannotGoOn(`${error.message}\nThe import was accepted and goes on once Ringfleet runs. See how it ended with: ${COMMAND} import-status ${id}`);
