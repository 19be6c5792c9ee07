/** CTL-04. */
const SOON_MS = 2_000;

/** In milliseconds, from what happened to when others could see it. */
export interface Figures {
  readonly what: string;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
  /** How many took more than two seconds. */
  readonly late: number;
  /** How many never came. */
  readonly lost: number;
}

/** @param after of each phone in milliseconds; infinite where it never came. What came before the phone knew it came at once. */
export function figuresOf(what: string, after: readonly number[]): Figures {
  const sorted = after.map((ms) => Math.max(0, ms)).toSorted((one, other) => one - other);
  const at = (part: number): number => Math.round(sorted[Math.ceil(sorted.length * part) - 1] ?? 0);
  const over = (limit: number): number => sorted.filter((ms) => ms > limit).length;
  const figures = { what, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1), late: over(SOON_MS), lost: over(Number.MAX_VALUE) };
  process.stderr.write(`${JSON.stringify(figures)}\n`);
  return figures;
}
