import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import sirv from 'sirv';

/** What the page may load: its own parts, and the API of whoever people sign in with. Mantine writes its variables as inline styles. */
const CONSOLE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};
/** Names of these change with their content. */
const IMMUTABLE_PATH = '/assets/';

const PROJECT = join(dirname(import.meta.dirname), '../console');
const FOLDER = join(PROJECT, 'dist');
/** First part of the path of each view: what lies below is the page's to show. Whatever else no service has is not found. */
const CONSOLE_VIEWS = JSON.parse(readFileSync(join(PROJECT, 'views.json'), 'utf8')) as readonly string[];

/** For whatever else serves the files. */
export const CONSOLE = { views: CONSOLE_VIEWS, headers: CONSOLE_HEADERS, immutablePath: IMMUTABLE_PATH };

/** Answers with a file of the console, or with its page for the address of a view; else leaves the request to `otherwise`. */
export function consoleFiles(folder = FOLDER): (request: IncomingMessage, response: ServerResponse, otherwise: () => void) => void {
  if (!existsSync(folder)) return (_request, _response, otherwise) => otherwise(); // not built: there are services alone
  const serve = sirv(folder, { gzip: true, brotli: true, etag: true, setHeaders });
  return (request, response, otherwise) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return otherwise();
    const [, view = ''] = /^\/([^/?]*)/.exec(request.url ?? '/') ?? []; // '/devices/019aa5a0?sort=name' → 'devices'
    if (CONSOLE_VIEWS.includes(view)) request.url = '/';
    delete request.headers.range; // sirv throws at bytes=5-2
    response.once('pipe', (file: Readable) => tie(file, response));
    serve(request, response, otherwise);
  };
}

/** sirv leaves a file that cannot be read to nobody, which would end the process, and one open whose reader went away. */
function tie(file: Readable, response: ServerResponse): void {
  file.once('error', () => response.destroy());
  response.once('close', () => file.destroy());
}

function setHeaders(response: ServerResponse, pathname: string): void {
  for (const [name, value] of Object.entries(CONSOLE_HEADERS)) response.setHeader(name, value);
  response.setHeader('Cache-Control', pathname.startsWith(IMMUTABLE_PATH) ? 'public, max-age=31536000, immutable' : 'no-cache');
}
