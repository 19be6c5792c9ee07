// Begins to store an object in a process of its own, to be killed: node object-store-child.ts <module with openObjectStore> <key>
// Tells when the store has taken PIECES of 64 KiB (default: 64); the object never ends.
import { Readable } from 'node:stream';
import type { ObjectStore } from '@ringfleet/object-storage';

const PIECES_TO_TAKE = Number(process.env['PIECES'] ?? 64);
const PIECE = Buffer.alloc(65_536, 'ringfleet');

const [module = '', key = ''] = process.argv.slice(2);
const { openObjectStore } = (await import(module)) as { openObjectStore: () => Promise<ObjectStore> };
const store = await openObjectStore();

async function* endless(): AsyncIterable<Buffer> {
  for (let taken = 0; taken < PIECES_TO_TAKE; taken++) yield PIECE;
  process.stdout.write('"begun"\n');
  await new Promise(() => undefined);
}
process.stdin.resume();
await store.put(key, Readable.from(endless()));
