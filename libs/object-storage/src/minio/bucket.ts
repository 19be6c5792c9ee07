import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Client } from 'minio';
import { impatientTransport } from './impatient-transport.js';
import { StoreFailure, storeFailure } from './store-failure.js';

/** MinIO takes requests for any region; the client would ask for it before each first request. */
const REGION = 'us-east-1';
/** The server judges it under its lock of the key, when the object takes its name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const UNLESS_TAKEN = { 'if-none-match': '*' };
const LONGEST_PAGE = 1_000;
/**
 * The server says AccessDenied, too, where it makes a folder for one key in the moment in which it removes that folder, empty, for another: nothing was stored then, and
 * the next attempt is answered as it should be. https://github.com/minio/minio/blob/master/cmd/os-reliable.go
 */
const MOST_REFUSALS = 4;

export interface BucketSettings {
  readonly url: URL;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly patienceMs: number;
}

interface Asked {
  readonly method: string;
  readonly key?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Statuses that are an answer. */
  readonly taken?: readonly number[];
}

/** One bucket of a server, request by request. What fails is a `StoreFailure` with the server's code. */
export class Bucket {
  private readonly client: Client;
  private made: Promise<void> | undefined;

  constructor(private readonly settings: BucketSettings) {
    const { url, accessKey, secretKey, patienceMs } = settings;
    const secure = url.protocol === 'https:';
    this.client = new Client({
      endPoint: url.hostname.replace(/^\[|\]$/g, ''), // '[::1]'
      ...(url.port !== '' && { port: Number(url.port) }),
      useSSL: secure,
      accessKey,
      secretKey,
      region: REGION,
      // A put sent again would find its own object there.
      retryOptions: { disableRetry: true },
      ...impatientTransport(secure, patienceMs),
    });
  }

  /** Asks for the bucket, and makes it if it is not there. */
  async make(): Promise<void> {
    this.made = this.making();
    await this.made;
  }

  /** Code PreconditionFailed if the key is taken. */
  async put(key: string, body: Buffer): Promise<void> {
    (await this.ask({ method: 'PUT', key, headers: UNLESS_TAKEN, body })).resume();
  }

  /** Begins an object of several parts; returns the upload's id. Code PreconditionFailed if the key is taken. */
  async begin(key: string): Promise<string> {
    return this.tried(() => this.client.initiateNewMultipartUpload(this.settings.bucket, key, { ...UNLESS_TAKEN }));
  }

  /** Returns the part's tag. */
  async putPart(key: string, upload: string, number: number, body: Buffer): Promise<string> {
    const response = await this.ask({ method: 'PUT', key, query: `partNumber=${number}&uploadId=${encodeURIComponent(upload)}`, body });
    response.resume();
    return response.headers.etag ?? '';
  }

  /** Makes one object of the parts, at once. Code PreconditionFailed if the key is taken. */
  async complete(key: string, upload: string, tags: readonly string[]): Promise<void> {
    const parts = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
    const body = `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${parts.join('')}</CompleteMultipartUpload>`;
    const response = await this.ask({ method: 'POST', key, query: `uploadId=${encodeURIComponent(upload)}`, headers: UNLESS_TAKEN, body });
    // A failure may come with status 200, when the server has begun to answer before it knew.
    const [, code] = /<Error>.*?<Code>(\w+)<\/Code>/s.exec(await this.tried(() => text(response))) ?? []; // '<Error><Code>PreconditionFailed</Code>'
    if (code !== undefined) throw this.failure({ code, message: 'The parts do not become an object.' });
  }

  /** Removes what has been stored of an upload. */
  async abort(key: string, upload: string): Promise<void> {
    await this.tried(() => this.client.abortMultipartUpload(this.settings.bucket, key, upload));
  }

  /** Codes NoSuchKey, and InvalidRange where it begins beyond the end. */
  async get(key: string, offset: number, length: number | undefined): Promise<Readable> {
    const whole = offset === 0 && length === undefined;
    const range = `bytes=${offset}-${length === undefined ? '' : offset + length - 1}`;
    return this.ask({ method: 'GET', key, ...(!whole && { headers: { range } }), taken: [200, 206] });
  }

  async stat(key: string): Promise<{ readonly size: number; readonly storedAt: Date } | undefined> {
    const response = await this.ask({ method: 'HEAD', key, taken: [200, 404] });
    response.resume();
    const { headers, statusCode } = response;
    if (statusCode === 200) return { size: Number(headers['content-length']), storedAt: new Date(headers['last-modified'] ?? 0) };
    // The answer to HEAD has no body; this header tells a missing bucket from a missing object.
    const code = headers['x-minio-error-code'] ?? 'NoSuchKey';
    if (code !== 'NoSuchKey') throw this.failure({ code, message: 'It is not there.' });
    return undefined;
  }

  /** A page of keys that begin with the prefix, and where the next begins. */
  async list(prefix: string, from = '', limit = LONGEST_PAGE): Promise<{ readonly keys: readonly string[]; readonly next: string | undefined }> {
    return this.tried(async () => {
      const page = await this.client.listObjectsV2Query(this.settings.bucket, prefix, from, '', limit, '');
      return { keys: page.objects.flatMap(({ name }) => (name === undefined ? [] : [name])), next: page.isTruncated ? page.nextContinuationToken : undefined };
    });
  }

  async remove(key: string): Promise<void> {
    (await this.ask({ method: 'DELETE', key, taken: [200, 204] })).resume();
  }

  private async ask({ method, key, query = '', headers = {}, body = '', taken = [200] }: Asked): Promise<IncomingMessage> {
    for (let refusals = 1; ; refusals++) {
      const options = { method, bucketName: this.settings.bucket, objectName: key, query, headers: { ...headers } };
      try {
        return await this.tried(() => this.client.makeRequestAsync(options, body, [...taken]));
      } catch (error) {
        if (!(error instanceof StoreFailure) || error.code !== 'AccessDenied' || refusals === MOST_REFUSALS) throw error;
      }
    }
  }

  private async tried<T>(work: () => Promise<T>): Promise<T> {
    await (this.made ?? this.make());
    try {
      return await work();
    } catch (error) {
      throw this.failure(error);
    }
  }

  private async making(): Promise<void> {
    const { bucket } = this.settings;
    try {
      if (await this.client.bucketExists(bucket)) return;
      await this.client.makeBucket(bucket).catch((error: unknown) => {
        if (this.failure(error).code !== 'BucketAlreadyOwnedByYou') throw error; // made by another meanwhile
      });
    } catch (error) {
      this.made = undefined;
      throw this.failure(error);
    }
  }

  private failure(error: unknown): StoreFailure {
    const failure = storeFailure(this.settings.url.host, error);
    if (failure.code === 'NoSuchBucket') this.made = undefined; // the next request makes it
    return failure;
  }
}
