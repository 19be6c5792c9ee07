import { buffer } from 'node:stream/consumers';
import { BadSpreadsheet, type ByteSource, bytesAsSource, inSets, readSpreadsheet, type SheetRow, writeXlsx } from '../src/index.js';
import { textRow, xlsxOf } from './support/xlsx-builder.js';

const many = (rows: number): Buffer =>
  Buffer.from(`Name,Text\n${Array.from({ length: rows }, (_, index) => `phone-${index},${'x'.repeat(100)}`).join('\n')}\n`);

/** Counts what is read. */
const watched = (bytes: Uint8Array): ByteSource & { readonly seen: { bytes: number } } => {
  const source = bytesAsSource(bytes);
  const seen = { bytes: 0 };
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    seen.bytes += length;
    return source.read(offset, length);
  };
  return { size: source.size, read, seen };
};

const collect = async (batches: AsyncIterable<SheetRow[]>): Promise<SheetRow[]> => {
  const rows: SheetRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
};

describe('reading in a worker', () => {
  it('gives the format and the rows in batches of 500', async () => {
    const { format, batches } = readSpreadsheet(bytesAsSource(many(1200)));
    const sizes: number[] = [];
    for await (const batch of batches) sizes.push(batch.length);
    expect(await format).toBe('csv');
    expect(sizes).toEqual([500, 500, 201]);
  });

  it('reads no further than two batches ahead of the caller', async () => {
    const source = watched(many(100_000));
    const { batches } = readSpreadsheet(source);
    for await (const batch of batches) {
      expect(batch).toHaveLength(500);
      break;
    }
    expect(source.seen.bytes).toBeLessThan(2 * 1024 * 1024);
    expect(source.size).toBeGreaterThan(10 * 1024 * 1024);
  });

  it('asks for known headers to choose the delimiter', async () => {
    const { batches } = readSpreadsheet(bytesAsSource(Buffer.from('Name;Site, room, rack\nx;y\n')), {
      headerHint: (cells) => cells.filter((cell) => cell === 'Name').length,
    });
    expect((await collect(batches))[0]?.cells).toEqual(['Name', 'Site, room, rack']);
  });

  it('gives rows before a fault, then the fault, to the format as well where it came first', async () => {
    const { batches } = readSpreadsheet(bytesAsSource(Buffer.concat([many(30_000), Buffer.from('"open')])));
    let rows = 0;
    const reading = (async () => {
      for await (const batch of batches) rows += batch.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'unterminated_quote' });
    expect(rows).toBeGreaterThan(20_000);
    await expect(readSpreadsheet(bytesAsSource(Buffer.alloc(0))).format).rejects.toBeInstanceOf(BadSpreadsheet);
  });

  it.each(['', '\n\n', ' , ,\n\n'])('refuses %j as empty (IMP-14)', async (text) => {
    await expect(collect(readSpreadsheet(bytesAsSource(Buffer.from(text))).batches)).rejects.toMatchObject({ code: 'empty_file' });
  });

  it('refuses a workbook without content as empty (IMP-14)', async () => {
    await expect(collect(readSpreadsheet(bytesAsSource(await xlsxOf('<row r="1"/>'))).batches)).rejects.toMatchObject({ code: 'empty_file' });
  });

  it('passes a failure of the source on as it is', async () => {
    const failure = new Error('the store is away');
    const source: ByteSource = { size: 1000, read: () => Promise.reject(failure) };
    await expect(collect(readSpreadsheet(source).batches)).rejects.toBe(failure);
  });

  it('stops when it is aborted, before and while it runs', async () => {
    const reason = new Error('cancelled');
    await expect(collect(readSpreadsheet(bytesAsSource(many(10)), { signal: AbortSignal.abort(reason) }).batches)).rejects.toBe(reason);
    const abort = new AbortController();
    const { batches } = readSpreadsheet(bytesAsSource(many(100_000)), { signal: abort.signal });
    const reading = (async () => {
      for await (const _ of batches) abort.abort(reason);
    })();
    await expect(reading).rejects.toBe(reason);
  });

  it('that runs out of memory is a refusal, not a crash', async () => {
    const rows = async function* (): AsyncGenerator<string[]> {
      for (let row = 0; row < 20; row++) yield Array.from({ length: 16_000 }, (_, column) => `${row}-${column}`);
    };
    const bytes = await buffer(writeXlsx(inSets(rows())));
    await expect(collect(readSpreadsheet(bytesAsSource(bytes), { limits: { heapMb: 6 } }).batches)).rejects.toMatchObject({ code: 'too_large_in_memory' });
  });

  it('sends long rows in small batches', async () => {
    const bytes = await xlsxOf(Array.from({ length: 6 }, () => textRow('x'.repeat(1024 * 1024))).join(''));
    const sizes: number[] = [];
    for await (const batch of readSpreadsheet(bytesAsSource(bytes)).batches) sizes.push(batch.length);
    expect(sizes).toEqual([1, 1, 1, 1, 1, 1]);
  });
});
