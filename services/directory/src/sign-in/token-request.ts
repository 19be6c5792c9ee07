import type { Request } from 'express';
import { IncomingMessage } from 'node:http';
import { formOf } from './pages/form-body.js';
import type { SignInAttempt } from './sign-in-failures.js';

const MAX_BODY = 16 * 1024;
const MAX_DRAINED = 1024 * 1024;
const BASIC = /^Basic ([\w+/]+={0,2})$/i; // 'Basic MDE5YWE1YTA6c2VjcmV0'

/** A request for a token as the issuer reads it: with a grant type, ours being the only one there is. */
export class TokenRequest extends IncomingMessage {
  private constructor(
    original: IncomingMessage,
    form: URLSearchParams,
    /** Whose failures count, should it fail. */
    readonly attempt: SignInAttempt,
  ) {
    super(original.socket);
    const body = form.toString();
    const headers = { ...original.headers, 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(Buffer.byteLength(body)) };
    const { method, url, httpVersion } = original;
    Object.assign(this, { method, url, httpVersion, headers, complete: true, originalUrl: `/oauth${url}` });
    this.push(body);
    this.push(null);
  }

  /** Reads the whole request; undefined if it is longer than any honest one. */
  static async read(original: Request): Promise<TokenRequest | undefined> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of original as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= MAX_BODY) chunks.push(chunk);
      if (bytes > MAX_DRAINED) break; // which ends the connection too
    }
    if (bytes > MAX_BODY) return undefined;
    const form = formOf(chunks);
    if (!form.has('grant_type')) form.set('grant_type', 'client_credentials');
    const clientId = form.get('client_id') ?? basicClientId(original) ?? '';
    return new TokenRequest(original, form, { kind: 'key', clientId: clientId.slice(0, 200), address: original.ip ?? '' });
  }
}

function basicClientId({ headers }: IncomingMessage): string | undefined {
  const credentials = BASIC.exec(headers.authorization ?? '')?.[1];
  return credentials && Buffer.from(credentials, 'base64').toString('utf8').replaceAll('\0', '').split(':')[0];
}
