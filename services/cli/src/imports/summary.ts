import type { Api } from '../connection/api.js';
import { say, type Terminal } from '../terminal.js';
import { hasEnded, type ImportView } from './import-view.js';
import { tallyReasons } from './tally-reasons.js';
import { count, duration, table } from './words.js';

/** Says how an import stands or how it ended: its counts by outcome and by reason. */
export async function sayHowItStands(terminal: Terminal, api: Api, view: ImportView): Promise<void> {
  say(terminal, headline(view));
  const { rows, applied, unchanged, rejected, notReached } = view.counts;
  const counts: [string, number][] = [
    ['applied', applied],
    ['unchanged', unchanged],
    ['rejected', rejected],
    ...(notReached > 0 ? [['not reached', notReached] as [string, number]] : []),
    ['rows', rows],
  ];
  if (rows > 0) say(terminal, ...table(counts.map(([name, value]) => [`  ${name}`, count(value)])));
  if (view.ignoredColumns.length > 0) say(terminal, `Columns passed over: ${view.ignoredColumns.join(', ')}`);
  say(terminal, ...view.warnings.map(({ message }) => `Note: ${message}`));
  if (rejected > 0) await sayReasons(terminal, api, view);
}

function headline({ fileName, state, problem, createdAt, finishedAt }: ImportView): string {
  const seconds = finishedAt === null ? 0 : (Date.parse(finishedAt) - Date.parse(createdAt)) / 1_000;
  const why = problem ? `: ${problem.message} (${problem.code})` : '';
  if (state === 'failed') return `${fileName}: failed${why}\nNothing was applied. Mend the file and import it again.`;
  if (state === 'completed' || state === 'cancelled') return `${fileName}: ${state} after ${duration(seconds)}.`;
  return `${fileName}: ${state}${why}`;
}

async function sayReasons(terminal: Terminal, api: Api, view: ImportView): Promise<void> {
  const reasons = await tallyReasons(api, view);
  say(terminal, `Rejected${hasEnded(view) ? '' : ' until now'}, by reason:`);
  say(terminal, ...table(reasons.map(({ code, rows, example }) => [`  ${code}`, count(rows), `row ${example.row}: ${example.message}`])));
}
