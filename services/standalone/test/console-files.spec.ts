// Real: files in a folder, served over HTTP; whatever nobody catches fails the test, as it would end the process.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { consoleFiles } from '../src/console-files.js';

const PAGE = '<!doctype html><title>Ringfleet</title>';
const MORE_THAN_SOCKETS_HOLD = 100_000_000;

let folder: string;
let server: Server;
let url: string;
let read: Readable | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-console-'));
  for (const name of ['index.html', 'part.js', 'large.js']) writeFileSync(join(folder, name), PAGE);
  truncateSync(join(folder, 'large.js'), MORE_THAN_SOCKETS_HOLD);
  const serve = consoleFiles(folder);
  server = createServer((request, response) => {
    response.once('pipe', (file: Readable) => (read = file));
    serve(request, response, () => response.writeHead(404).end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  rmSync(folder, { recursive: true });
});

async function asked(path: string, headers: Record<string, string> = {}): Promise<readonly [number, string]> {
  const answer = await fetch(url + path, { headers });
  return [answer.status, await answer.text()];
}

describe('the files of the console', () => {
  it('are served, the page for each view', async () => {
    expect(await asked('/devices/019a?sort=name')).toEqual([200, PAGE]);
    expect(await asked('/part.js')).toEqual([200, PAGE]);
    expect((await asked('/no-view'))[0]).toBe(404);
  });

  it('that are taken away while they are served end their request alone', async () => {
    rmSync(join(folder, 'part.js'));
    await expect(asked('/part.js')).rejects.toThrow();
    expect(await asked('/')).toEqual([200, PAGE]);
  });

  it('are closed where a browser goes away in the middle', async () => {
    const [answer] = (await once(get(`${url}/large.js`), 'response')) as [IncomingMessage];
    answer.destroy();
    if (read?.closed === false) await once(read, 'close');
    expect(read?.readableEnded).toBe(false);
  });

  it.each(['bytes=5-2', 'bytes=0-1', 'bytes=9999-', 'bytes=x'])('are whole where a part is asked for, even one that cannot be: %s', async (range) => {
    expect(await asked('/', { range })).toEqual([200, PAGE]);
  });
});
