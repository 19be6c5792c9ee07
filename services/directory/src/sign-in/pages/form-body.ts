import type { IncomingMessage } from 'node:http';

const MAX_BODY = 16 * 1024;

/** The fields of a posted form; undefined if it is longer than any of ours. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY) return undefined; // which ends the connection too
    chunks.push(chunk);
  }
  return formOf(chunks);
}

/** Without NUL, which PostgreSQL takes in no text. */
export function formOf(chunks: readonly Uint8Array[]): URLSearchParams {
  const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
  return new URLSearchParams([...fields].map(([name, value]): [string, string] => [name, value.replaceAll('\0', '')]));
}
