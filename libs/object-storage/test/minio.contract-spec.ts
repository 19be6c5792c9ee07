// Real: MinIO over a folder, its death and its silence, a process killed in the middle of an object.
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { isTransient } from '@ringfleet/messaging';
import { ObjectExists } from '@ringfleet/object-storage';
import { MinioObjectStore } from '@ringfleet/object-storage/minio';
import { Child, type Minio, startMinio, type TestBucket } from '@ringfleet/testing';
import { keysOf, objectStoreContract } from '@ringfleet/testing/contract/object-store';
import { Client } from 'minio';

const MEGABYTE = 1_048_576;
const OPEN = fileURLToPath(new URL('open-minio-store.ts', import.meta.url));
const CHILD = fileURLToPath(new URL('../../testing/src/contract/object-store-child.ts', import.meta.url));

objectStoreContract('MinIO', async () => {
  const minio = await startMinio();
  const bucket = minio.newBucket();
  return {
    open: () => MinioObjectStore.open(bucket),
    child: { module: OPEN, env: { OBJECTS: JSON.stringify(bucket) } },
    remove: () => minio.remove(),
  };
});

/** Of any length, in pieces of a megabyte; `onPiece` is told before each. */
function pieces(count: number, onPiece: (index: number) => void = () => undefined): Readable {
  function* each(): Iterable<Buffer> {
    for (let index = 0; index < count; index++) {
      onPiece(index);
      yield Buffer.alloc(MEGABYTE, index + 1);
    }
  }
  return Readable.from(each(), { highWaterMark: 1 });
}

/** A server that refuses the first puts as MinIO does while it removes a neighbour's folder; how many puts came. Not real: MinIO, whose moment cannot be chosen. */
async function refusing(times: number): Promise<{ readonly store: MinioObjectStore; readonly puts: () => number; close(): void }> {
  let puts = 0;
  const server = createServer((request, response) => {
    request.resume();
    const isPut = request.method === 'PUT';
    if (isPut) puts++;
    if (isPut && puts <= times) response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>');
    else response.end(isPut ? '' : '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const store = await MinioObjectStore.open({ url: `http://127.0.0.1:${port}`, bucket: 'files', accessKey: 'a', secretKey: 'b' });
  return { store, puts: () => puts, close: () => server.close().closeAllConnections() };
}

describe('an object store that refuses a put for a moment', () => {
  it.each([
    [1, 2, { size: 1 }],
    [3, 4, { size: 1 }],
  ])('that refuses %i times is asked %i times', async (times, asked, answer) => {
    const server = await refusing(times);
    expect(await server.store.put('key', Buffer.from('x'))).toEqual(answer);
    expect(server.puts()).toBe(asked);
    server.close();
  });

  it('is believed after four', async () => {
    const server = await refusing(100);
    await expect(server.store.put('key', Buffer.from('x'))).rejects.toMatchObject({ code: 'AccessDenied' });
    expect(server.puts()).toBe(4);
    server.close();
  });
});

describe('an object store on MinIO', () => {
  let minio: Minio;
  let bucket: TestBucket;
  let store: MinioObjectStore;
  beforeAll(async () => {
    minio = await startMinio();
  });
  beforeEach(async () => {
    bucket = minio.newBucket();
    store = await MinioObjectStore.open(bucket);
  });
  afterAll(() => minio.remove());

  it.each([8, 9, 16, 17])('gives a stream of %i megabytes back, which goes in parts', async (count) => {
    expect(await store.put('long', pieces(count))).toEqual({ size: count * MEGABYTE });
    let index = 0;
    const read = await store.getBytes('long');
    for (; index < count; index++) expect(Buffer.alloc(MEGABYTE, index + 1).equals(read.subarray(index * MEGABYTE, (index + 1) * MEGABYTE))).toBe(true);
    expect(read.length).toBe(count * MEGABYTE);
    await expect(store.put('long', pieces(count))).rejects.toBeInstanceOf(ObjectExists);
    expect(await unfinished(minio)).toEqual([]);
  });

  it.each(['in parts', 'at once'])('lets one of many win who put a long object %s, and keeps nothing of the others', async (how) => {
    const bodies = Array.from({ length: 6 }, () => (how === 'at once' ? Buffer.alloc(7 * MEGABYTE) : pieces(9)));
    const results = await Promise.allSettled(bodies.map((body) => store.put('raced', body)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []))).toEqual(Array(5).fill('ObjectExists'));
    expect(await unfinished(minio)).toEqual([]);
  });

  it('has one winner where one comes in parts and one at once', async () => {
    const results = await Promise.allSettled([store.put('raced', pieces(17)), store.put('raced', Buffer.from('short'))]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await store.stat('raced'))?.size).toBe(results[0]?.status === 'fulfilled' ? 17 * MEGABYTE : 5);
  });

  it('removes the parts of a stream that fails', async () => {
    const body = pieces(30, (index) => {
      if (index === 20) throw new RangeError('the upload was cut');
    });
    await expect(store.put('cut', body)).rejects.toThrow('the upload was cut');
    expect(await unfinished(minio)).toEqual([]);
    expect(await keysOf(store, '')).toEqual([]);
  });

  it('is rid in time of what a killed process has left of an upload', async () => {
    const tidy = await startMinio({ MINIO_API_STALE_UPLOADS_EXPIRY: '5s', MINIO_API_STALE_UPLOADS_CLEANUP_INTERVAL: '1s' }); // a day and six hours, unless told
    try {
      const settings = tidy.newBucket();
      const tidied = await MinioObjectStore.open(settings);
      const child = Child.start(CHILD, [OPEN, 'killed'], { OBJECTS: JSON.stringify(settings), PIECES: '320' });
      expect(await child.said()).toBe('begun');
      await child.kill();
      expect(await unfinished(tidy)).not.toEqual([]);
      while ((await unfinished(tidy)).length > 0) await tidied.check();
      expect(await keysOf(tidied, '')).toEqual([]);
    } finally {
      await tidy.remove();
    }
  });

  it('lists more than a page', async () => {
    const keys = Array.from({ length: 1_010 }, (_, index) => `many/${index}`);
    const left = [...keys];
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let key = left.pop(); key !== undefined; key = left.pop()) await store.put(key, Buffer.from('x'));
      }),
    );
    expect(await keysOf(store, 'many/')).toEqual(keys.toSorted());
  });

  it('fails for a while when MinIO is away, at once, and goes on by itself', async () => {
    await store.put('before', pieces(9));
    await minio.leave();
    const errors = await Promise.all(callsOf(store).map((call) => call().then(said, (error: unknown) => error)));
    expect(errors.filter((error) => !isTransient(error))).toEqual([]);
    const opened = await MinioObjectStore.open(minio.newBucket());
    expect(isTransient(await opened.check().catch((error: unknown) => error))).toBe(true);
    await minio.comeBack();
    expect((await store.stat('before'))?.size).toBe(9 * MEGABYTE);
    for (const each of [store, opened]) {
      await each.put('after', Buffer.from('x'));
      expect(await keysOf(each, 'after')).toEqual(['after']);
    }
  });

  it('gives a silent MinIO up, reads no further from what is put meanwhile, and goes on by itself', async () => {
    const impatient = await MinioObjectStore.open({ ...bucket, patienceMs: 2_000 });
    await store.put('before', pieces(40));
    const half = await impatient.get('before');
    let read = 0;
    const body = pieces(100, (index) => {
      read = index;
      if (index === 10) minio.freeze();
    });
    try {
      expect(isTransient(await impatient.put('frozen', body).catch((error: unknown) => error))).toBe(true);
      expect(read).toBeLessThan(20);
      const errors = await Promise.all([...callsOf(impatient), () => half.toArray()].map((call) => call().then(said, (error: unknown) => error)));
      expect(errors.filter((error) => !isTransient(error))).toEqual([]);
    } finally {
      minio.thaw();
    }
    await impatient.put('after', Buffer.from('x'));
    expect(await keysOf(impatient, '')).toEqual(['after', 'before']);
  });

  it('waits for a reader who takes long', async () => {
    const patienceMs = 1_500;
    const impatient = await MinioObjectStore.open({ ...bucket, patienceMs });
    await store.put('long', pieces(40));
    const stream = await impatient.get('long');
    const begun = Date.now();
    let size = 0;
    for await (const piece of stream) {
      size += piece.length;
      while (Date.now() - begun < 3 * patienceMs) await store.check();
    }
    expect(size).toBe(40 * MEGABYTE);
  });

  it('makes its bucket again', async () => {
    const other = await MinioObjectStore.open(minio.newBucket());
    await removeBucket();
    await other.check();
    await store.check();
    await store.put('a', Buffer.from('x'));
    await store.delete('a');
    await removeBucket();
    expect(isTransient(await store.put('a', Buffer.from('x')).catch((error: unknown) => error))).toBe(true);
    await store.put('a', Buffer.from('x'));
    expect(await keysOf(store, '')).toEqual(['a']);
  });

  const removeBucket = async (): Promise<void> => {
    const { url, accessKey, secretKey } = bucket;
    const { hostname, port } = new URL(url);
    await new Client({ endPoint: hostname, port: Number(port), useSSL: false, accessKey, secretKey }).removeBucket(bucket.bucket);
  };

  it('fails for a while when its keys are refused, and keeps them to itself', async () => {
    const stranger = await MinioObjectStore.open({ ...bucket, secretKey: 'not-the-right-one' });
    const error = (await stranger.put('a', Buffer.from('x')).catch((refused: unknown) => refused)) as Error;
    expect(isTransient(error)).toBe(true);
    expect(error.message).toMatch(/^The object store at 127\.0\.0\.1:\d+ .* (AccessDenied|SignatureDoesNotMatch)/);
    expect(inspect(error, { depth: 9 })).not.toContain('not-the-right-one');
  });

  it.each([
    [{ url: 'minio:9000' }, 'http://host:port'],
    [{ url: 'http://key:secret@minio:9000' }, 'http://host:port'],
    [{ url: 'http://minio:9000/files' }, 'http://host:port'],
    [{ bucket: 'Ringfleet' }, 'no name for a bucket'],
    [{ accessKey: '' }, 'needs an access key'],
  ])('says what is wrong with %j', async (wrong, message) => {
    await expect(MinioObjectStore.open({ ...bucket, ...wrong })).rejects.toThrow(message);
  });
});

/** Files of uploads that are neither an object yet nor removed. */
async function unfinished({ folder }: Minio): Promise<string[]> {
  const uploads = join(folder, 'data/.minio.sys/multipart');
  for (;;) {
    try {
      return (await readdir(uploads, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // one was removed meanwhile
    }
  }
}

const said = (answer: unknown): Error => new Error('It has answered.', { cause: answer });

/** A call of each kind. */
const callsOf = (store: MinioObjectStore): (() => Promise<unknown>)[] => [
  () => store.put('new', Buffer.from('x')),
  () => store.put('long', pieces(9)),
  () => store.get('before'),
  () => store.get('before', { offset: 1, length: 0 }),
  () => store.getBytes('before'),
  () => store.stat('before'),
  () => keysOf(store, ''),
  () => store.delete('before'),
  () => store.check(),
];
