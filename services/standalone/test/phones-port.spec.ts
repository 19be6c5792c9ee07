// Real: threads that share a port. What they run is a program of the test's, which can be made to fail; the phones' own is watched in test/e2e/home-phones.e2e-spec.ts.
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, readMetrics } from '@ringfleet/observability';
import { freePort } from '@ringfleet/testing';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { PhonesPort } from '../src/phones/phones-port.js';

const PROGRAM = new URL('support/mortal-thread.mjs', import.meta.url);
const HOST = '127.0.0.1';
const said: string[] = [];
const log = createLogger({ service: 'standalone', destination: { write: (line) => void said.push((JSON.parse(line) as { readonly msg: string }).msg) } });
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  said.length = 0;
});

async function open(port: number, threads: number, program = PROGRAM): Promise<PhonesPort> {
  const data = { port, host: HOST, databaseUrl: '', sealingKeys: [], issuer: { issuer: '', jwksUrl: '' }, publicUrl: '', settings: {} };
  const opened = await PhonesPort.open(data, { threads, log, program });
  stops.push(() => opened.stop());
  return opened;
}

/** Over a connection of its own; undefined: nobody answered. */
const ask = (port: number, path = '/'): Promise<string | undefined> =>
  new Promise((resolve) => {
    const asked = request({ port, host: HOST, path, agent: false }, (response) => {
      let text = '';
      response.on('data', (data) => (text += String(data))).on('end', () => resolve(text));
    });
    asked.once('error', () => resolve(undefined)).end();
  });

describe('the port of phones', () => {
  it('is taken by as many threads as are wanted, which all answer, and is free again after the stop', async () => {
    const port = await freePort();
    const opened = await open(port, 3);
    const threads = new Set<string | undefined>();
    while (threads.size < 3) threads.add(await ask(port));
    await opened.stop();
    expect(threads).not.toContain(undefined);
    expect(await ask(port)).toBeUndefined();
  });

  it('is refused where another program has it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => void other.listen(0, HOST, resolve));
    stops.push(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as { port: number };
    await expect(open(port, 2)).rejects.toThrow(`Port ${port} is taken by another program; set RINGFLEET_PHONES_PORT to a free one.`);
  });

  it('is no port where a thread cannot start, and says why', async () => {
    const failure = await open(await freePort(), 2, new URL('support/no-such-thread.mjs', import.meta.url)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ message: 'A thread that answers phones did not start.' });
    expect(String((failure as Error).cause)).toContain('Cannot find module');
  });

  it('has a new thread for one that failed', async () => {
    const port = await freePort();
    await open(port, 1);
    const before = await ask(port);
    expect(await ask(port, '/fail')).toBeUndefined();
    let after: string | undefined;
    while (after === undefined) after = await ask(port);
    expect(after).not.toBe(before);
    expect(said).toEqual(['a thread that answers phones has ended; it is started again']);
  });

  it('tells what its threads counted beside what the process did', async () => {
    const port = await freePort();
    const opened = await open(port, 2);
    for (let asked = 0; asked < 20; asked++) await ask(port);
    const { text } = await readMetrics(await opened.metrics());
    expect(text).toMatch(/^answered 20$/m);
  });
});
