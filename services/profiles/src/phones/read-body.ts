import type { Readable } from 'node:stream';

export interface BodyLimits {
  /** Bytes that it may have. */
  readonly kept: number;
  /** Bytes that are read all the same, so that who sends too much hears why. */
  readonly read: number;
  readonly withinMs: number;
}

export type NoBody = 'too_large' | 'too_slow' | 'broken_off';

/** The whole of it, or what is wrong with it. What was not read is left where it is: the answer goes over the same connection. */
export function readBody(body: Readable, { kept, read, withinMs }: BodyLimits): Promise<Buffer | NoBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | NoBody): void => {
      clearTimeout(timer);
      body.off('data', take).pause();
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= kept) chunks.push(chunk);
      if (size > read) end('too_large');
    };
    const timer = setTimeout(end, withinMs, 'too_slow');
    body.on('data', take);
    body.once('end', () => end(size > kept ? 'too_large' : Buffer.concat(chunks)));
    body.once('error', () => end('broken_off'));
    body.once('close', () => end('broken_off')); // unless it has come
  });
}
