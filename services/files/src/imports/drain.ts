import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';

/**
 * Reads on and throws away, so that a client that is still sending gets to read why it was refused; not more than so many bytes and not for ever.
 * False where the client is not done then: the connection cannot serve another request.
 */
export function drain(request: IncomingMessage, limits: { readonly bytes: number; readonly ms: number }): Promise<boolean> {
  if (request.complete || request.destroyed) {
    request.resume();
    return Promise.resolve(request.complete);
  }
  return new Promise((resolve) => {
    let left = limits.bytes;
    const stop = (): void => {
      clearTimeout(timer);
      request.pause();
      resolve(request.complete);
    };
    const timer = setTimeout(stop, limits.ms);
    request.on('data', (bytes: Buffer) => {
      left -= bytes.length;
      if (left < 0) stop();
    });
    finished(request, { writable: false }, stop);
    request.resume();
  });
}
