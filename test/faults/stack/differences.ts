import type { Lot } from '../mixed-rows.js';
import type { Picture } from '../inventory-picture.js';

const AT_MOST = 5;
/** The beginning of its addresses as people write them, and as they are stored: 02:00:60: and 020060. */
const blockOf = (lot: Lot): RegExp => new RegExp(`02:?00:?${lot.block.toString(16).padStart(2, '0')}`, 'gi');

/** Where two imports of the same rows for two lots of devices have ended otherwise, in words, a few of each part; empty where they are equal. */
export function differences(one: Picture, lotOfOne: Lot, other: Picture, lotOfOther: Lot): string[] {
  const parts = (picture: Picture, lot: Lot): [string, string[]][] =>
    Object.entries(picture).map(([part, content]) => [
      part,
      linesOf(content).map((line) => line.replaceAll(`${lot.prefix}-`, 'any-').replaceAll(blockOf(lot), 'ANY')),
    ]);
  const others = new Map(parts(other, lotOfOther));
  return parts(one, lotOfOne).flatMap(([part, lines]) => differing(part, lines, others.get(part) ?? []));
}

function linesOf(content: unknown): string[] {
  if (typeof content === 'string') return content.split('\r\n');
  return (Array.isArray(content) ? content : [content]).map((item) => JSON.stringify(item));
}

function differing(part: string, lines: readonly string[], others: readonly string[]): string[] {
  const [ours, theirs] = [lines.toSorted(), others.toSorted()];
  if (ours.length === theirs.length && ours.every((line, index) => line === theirs[index])) return [];
  const [known, wanted] = [new Set(ours), new Set(theirs)];
  const only = (all: readonly string[], among: ReadonlySet<string>, sign: string): string[] =>
    all
      .filter((line) => !among.has(line))
      .slice(0, AT_MOST)
      .map((line) => `${part}: ${sign} ${line}`);
  return [`${part}: ${ours.length} against ${theirs.length}`, ...only(ours, wanted, '+'), ...only(theirs, known, '-')];
}
