import { type FilterImplOptions, Liquid } from 'liquidjs';
import { escapeFor } from './escape.js';
import type { Format } from './template-job.js';
import { TracedAssign } from './tracing.js';

/** All that a template may use. What is not here does not exist when it is parsed: no files, no other templates, no way around escaping. */
const TAGS = new Set(['if', 'unless', 'for', 'case', 'assign', 'comment', 'raw', 'break', 'continue', '#']);
const FILTERS = new Set('upcase downcase append prepend default strip replace plus minus times modulo size first last join split slice'.split(' '));

const MOST_CHARACTERS = 200_000;
const MEMORY = 2_000_000;
const WIDEST = 100;

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const OWN_FILTERS: Readonly<Record<string, FilterImplOptions>> = {
  /** true → 1, all else → 0. */
  bool01: (value: unknown) => (value === true ? 1 : 0),
  /** 7 | pad: 2 → 07 */
  pad: (value: unknown, width: unknown) => textOf(value).padStart(Math.min(Number(width) || 0, WIDEST), '0'),
};

/** An engine whose every output is escaped for the format. */
export function createEngine(format: Format, renderMs: number): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    dynamicPartials: false,
    // Nothing is ever read from files: there are no tags that would.
    templates: {},
    parseLimit: MOST_CHARACTERS,
    renderLimit: renderMs,
    memoryLimit: MEMORY,
    outputEscape: escapeFor(format),
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.has(name)) engine.unregisterFilter(name);
  engine.registerTag('assign', TracedAssign);
  for (const [name, filter] of Object.entries(OWN_FILTERS)) engine.registerFilter(name, filter);
  return engine;
}
