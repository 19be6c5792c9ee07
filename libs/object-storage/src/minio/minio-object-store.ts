import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { checkKey, checkPrefix } from '../object-key.js';
import { BadObjectKey, ObjectExists, ObjectNotFound, type ObjectStore } from '../object-store.js';
import { Bucket, type BucketSettings } from './bucket.js';
import { bufferOf, partsOf } from './parts.js';
import { StoreFailure } from './store-failure.js';

/** At most 10,000 parts are an object, which is then 80 GB. */
const PART_BYTES = 8 * 1_048_576;
const PATIENCE_MS = 15_000;
const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/; // 'ringfleet-files'

export interface MinioSettings {
  /** http://host:port */
  readonly url: string;
  /** Made if it is not there. */
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** How long nothing may move before a request fails (default: 15,000). */
  readonly patienceMs?: number;
}

/**
 * Objects of one bucket, for any number of processes. The server takes an object whole and under its key only if that is free; a long stream goes in parts,
 * of which it makes an object at once. What fails for the store or the way to it is a `StoreFailure`, which is transient.
 */
export class MinioObjectStore implements ObjectStore {
  private constructor(private readonly bucket: Bucket) {}

  /** Throws what is wrong with the settings. A store that is away is no reason to: it is asked again by each call. */
  static async open(settings: MinioSettings): Promise<MinioObjectStore> {
    const bucket = new Bucket(checked(settings));
    await bucket.make().catch((error: unknown) => {
      if (!(error instanceof StoreFailure)) throw error;
    });
    return new MinioObjectStore(bucket);
  }

  async put(key: string, body: Readable | Uint8Array): Promise<{ readonly size: number }> {
    checkKey(key);
    try {
      return await (body instanceof Uint8Array ? this.putWhole(key, bufferOf(body)) : this.putStream(key, body));
    } catch (error) {
      throw isRefusal(error, 'PreconditionFailed') ? new ObjectExists(key) : error;
    }
  }

  async get(key: string, { offset = 0, length }: { readonly offset?: number; readonly length?: number } = {}): Promise<Readable> {
    checkKey(key);
    if (length === 0) {
      if ((await this.bucket.stat(key)) === undefined) throw new ObjectNotFound(key);
      return Readable.from([]);
    }
    try {
      return await this.bucket.get(key, offset, length);
    } catch (error) {
      if (isRefusal(error, 'InvalidRange')) return Readable.from([]);
      throw isRefusal(error, 'NoSuchKey') ? new ObjectNotFound(key) : error;
    }
  }

  async getBytes(key: string): Promise<Uint8Array> {
    return buffer(await this.get(key));
  }

  async stat(key: string): Promise<{ readonly size: number; readonly storedAt: Date } | undefined> {
    return this.bucket.stat(checkKey(key));
  }

  async *list(prefix: string): AsyncIterable<string> {
    checkPrefix(prefix);
    for (let from: string | undefined = ''; from !== undefined;) {
      const page: Awaited<ReturnType<Bucket['list']>> = await this.bucket.list(prefix, from);
      yield* page.keys;
      from = page.next;
    }
  }

  async delete(key: string): Promise<void> {
    await this.bucket.remove(checkKey(key));
  }

  async check(): Promise<void> {
    await this.bucket.make();
  }

  private async putWhole(key: string, bytes: Buffer): Promise<{ readonly size: number }> {
    await this.refuseNested(key);
    await this.bucket.put(key, bytes);
    return { size: bytes.length };
  }

  /** What has been sent of a stream that fails is removed. Where that cannot be, the server does so after a day (MINIO_API_STALE_UPLOADS_EXPIRY). */
  private async putStream(key: string, body: Readable): Promise<{ readonly size: number }> {
    let upload: string | undefined;
    let size = 0;
    const tags: string[] = [];
    try {
      for await (const { bytes, last } of partsOf(body, PART_BYTES)) {
        if (last && upload === undefined) return await this.putWhole(key, bytes);
        upload ??= await this.begin(key);
        tags.push(await this.bucket.putPart(key, upload, tags.length + 1, bytes));
        size += bytes.length;
      }
      if (upload !== undefined) await this.bucket.complete(key, upload, tags);
      return { size };
    } catch (error) {
      if (upload !== undefined) await this.bucket.abort(key, upload).catch(() => undefined);
      throw error;
    }
  }

  private async begin(key: string): Promise<string> {
    await this.refuseNested(key);
    return this.bucket.begin(key);
  }

  /** The server itself would take an object below another, and then no longer list it. */
  private async refuseNested(key: string): Promise<void> {
    const folders = [...key.matchAll(/\//g)].map(({ index }) => key.slice(0, index)); // 'a/b/c' → 'a', 'a/b'
    const [below, ...above] = await Promise.all([this.bucket.list(`${key}/`, '', 1), ...folders.map((folder) => this.bucket.stat(folder))]);
    if (above.some((object) => object !== undefined)) throw new BadObjectKey(key);
    if (below.keys.length > 0) throw new ObjectExists(key);
  }
}

const isRefusal = (error: unknown, code: string): boolean => error instanceof StoreFailure && error.code === code;

function checked({ url, patienceMs = PATIENCE_MS, ...settings }: MinioSettings): BucketSettings {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol) || address.pathname !== '/' || address.username !== '' || address.search !== '') {
    throw new Error(`The address of the object store is to be http://host:port or https://host:port, without path or keys.`);
  }
  if (!BUCKET.test(settings.bucket)) {
    throw new Error(`${JSON.stringify(settings.bucket)} is no name for a bucket: 3 to 63 characters of a–z, 0–9 and -, with a letter or digit at both ends.`);
  }
  if (settings.accessKey === '' || settings.secretKey === '') throw new Error('The object store needs an access key and a secret key.');
  return { ...settings, url: address, patienceMs };
}
