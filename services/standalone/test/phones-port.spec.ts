// Real: threads that share a port. What they run is a program of the test's, which can be made to fail; the phones' own is watched in test/e2e/home-phones.e2e-spec.ts.
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, readMetrics } from '@ringfleet/observability';
import { freePort } from '@ringfleet/testing';
import { request } from 'node:http';
import { PhonesPort } from '../src/phones/phones-port.js';

const PROGRAM = new URL('support/mortal-thread.mjs', import.meta.url);
const HOST = '127.0.0.1';
const MOST_ASKED = 200_000;
const said: string[] = [];
const log = createLogger({ service: 'standalone', destination: { write: (line) => void said.push((JSON.parse(line) as { readonly msg: string }).msg) } });
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  said.length = 0;
});

async function open(port: number, threads: number, program = PROGRAM): Promise<PhonesPort> {
  const data = { port, host: HOST, sealingKeys: [], issuer: { issuer: '', jwksUrl: '' }, publicUrl: '', settings: {}, database: { appUrl: '' } };
  const opened = new PhonesPort(data, { threads, log, program });
  stops.push(() => opened.stop());
  await opened.open();
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

/** The first answer that is wanted; undefined where none of many is. */
async function askUntil(port: number, isWanted: (answer: string) => boolean): Promise<string | undefined> {
  for (let asked = 0; asked < MOST_ASKED; asked++) {
    const answer = await ask(port);
    if (answer !== undefined && isWanted(answer)) return answer;
  }
  return undefined;
}

describe('the port of phones', () => {
  it('is taken by as many threads as are wanted, which all answer, and is free again after the stop', async () => {
    const port = await freePort();
    const opened = await open(port, 3);
    const threads = new Set<string | undefined>();
    for (let left = 3; left > 0; left--) threads.add(await askUntil(port, (thread) => !threads.has(thread)));
    expect([threads.size, threads.has(undefined), opened.isWhole]).toEqual([3, false, true]);
    await opened.stop();
    expect([await ask(port), said]).toEqual([undefined, []]);
  });

  it('is no port where a thread cannot start, and says why', async () => {
    const opening = open(await freePort(), 2, new URL('support/no-such-thread.mjs', import.meta.url));
    await expect(opening).rejects.toThrow(/^A thread that answers phones did not start: Cannot find module .*no-such-thread/);
  });

  it('has a new thread for one that failed, and is not whole meanwhile', async () => {
    const port = await freePort();
    const opened = await open(port, 1);
    const before = await ask(port);
    expect(await ask(port, '/fail')).toBeUndefined();
    for (let asked = 0; opened.isWhole && asked < MOST_ASKED; asked++) await ask(port);
    expect([before, opened.isWhole]).toEqual([expect.any(String), false]);
    for (let asked = 0; !opened.isWhole && asked < MOST_ASKED; asked++) await ask(port);
    expect(await ask(port)).not.toBe(before);
    expect(said).toEqual(['a thread that answers phones has ended; it is started again']);
  });

  it('tells what its threads counted, those that have ended too', async () => {
    const port = await freePort();
    const opened = await open(port, 2);
    const counted = async (): Promise<string | undefined> => /^answered (\d+)$/m.exec((await readMetrics(await opened.metrics())).text)?.[1];
    for (let asked = 0; asked < 20; asked++) await ask(port);
    expect(await counted()).toBe('20');
    await ask(port, '/fail');
    expect(await counted()).toBe('20');
    for (let asked = 0; asked < 5; asked++) await ask(port);
    expect(await counted()).toBe('25');
  });
});
