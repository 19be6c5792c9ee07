import type { DeviceField } from '@ringfleet/contracts';

/** What a line says of a device: the text of each field, empty for none. */
export type DeviceTexts = readonly string[];

export const textOf = (device: DeviceTexts, field: DeviceField): string => device[field - 1] ?? '';

// 'two\nlines': a backslash and what stands behind it.
const ESCAPED = /\\(.)/gs;
const MEANT: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

const unescaped = (text: string): string => text.replace(ESCAPED, (_, sign: string) => MEANT[sign] ?? sign);

/** Takes the lines of `DeviceLines` apart. */
export function devicesOf(lines: Uint8Array): DeviceTexts[] {
  const text = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength).toString('utf8');
  const all = text.split('\n');
  all.pop(); // what is behind the last line end
  return all.map((line) => (line.includes('\\') ? line.split('\t').map(unescaped) : line.split('\t')));
}
