import { basename } from 'node:path';

export const count = (value: number): string => value.toLocaleString('en'); // 50000 → '50,000'

/** 'rows', or 'row' where it is one. */
export const counted = (value: number, one: string): string => `${count(value)} ${one}${value === 1 ? '' : 's'}`;

/** 0.42 → '0.4 s'; 75 → '1 min 15 s'; 7260 → '2 h 1 min' */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 10) return `${Number(seconds.toFixed(1))} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB'];

/** 2411724 → '2.3 MiB' */
export function size(bytes: number): string {
  let [value, unit] = [bytes, 0];
  for (; value >= 1_024 && unit < UNITS.length - 1; unit++) value /= 1_024;
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** Lines whose columns stand under each other; numbers stand at the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (NUMBER.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
const NUMBER = /^[\d,]+$/; // '50,000'

/** The name of a file without its folder and ending, and without what an error list adds: 'phones.errors-2.csv' → 'phones'. */
export const stem = (file: string): string =>
  basename(file)
    .replace(/\.[^.]+$/, '')
    .replace(ERROR_LIST, '') || 'import';
const ERROR_LIST = /\.errors(-\d+)?$/; // 'phones.errors-2'
