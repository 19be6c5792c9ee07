// How fast and in how much memory a file is read: node libs/spreadsheets/test/support/measure.ts FILE (built before). Prints one line of JSON.
import { open } from 'node:fs/promises';
import { readSpreadsheet } from '@ringfleet/spreadsheets';

const [name = ''] = process.argv.slice(2);
const file = await open(name);
const { size } = await file.stat();
const read = async (offset: number, length: number): Promise<Uint8Array> => {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
};
const started = performance.now();
let rows = 0;
for await (const batch of readSpreadsheet({ size, read }, { limits: { fileBytes: size } }).batches) rows += batch.length;
const seconds = (performance.now() - started) / 1000;
await file.close();
const result = { rows, seconds: Number(seconds.toFixed(2)), rowsPerSecond: Math.round(rows / seconds), peakMb: process.resourceUsage().maxRSS >> 10 };
process.stdout.write(`${JSON.stringify(result)}\n`);
