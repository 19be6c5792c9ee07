// Real: the door, and connections of this machine to it, which are slow, silent or too many.
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '@ringfleet/testing';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import type { DoorLimits } from '../src/http-door.js';
import { answerJson, HttpDoor, UPLOADS_PATH } from '../src/index.js';

const ROOM = 50;
const SILENT = 200;
const CONNECTED_WITHIN_MS = 30_000;
const HEAD = 'HTTP/1.1\r\nhost: x\r\nconnection: close\r\n';
const BEGUN = 'content-length: 4\r\n\r\n{"';

let door: HttpDoor;
let port: number;
/** `come`: the door has handed on a request; `release`: those for /held may be answered. */
let signals: EventEmitter;
afterEach(() => door.close(0));

/** A door that answers requests when they are whole. */
async function open(limits: Partial<DoorLimits>): Promise<void> {
  signals = new EventEmitter();
  door = new HttpDoor((request, response) => {
    const answerable = request.url === '/held' ? once(signals, 'release') : text(request);
    const isCut = (): undefined => undefined;
    void answerable.then(() => answerJson(response, 200, {}), isCut);
    signals.emit('come');
  }, limits);
  port = await freePort();
  await door.listen({ port, host: '127.0.0.1' }, 'RINGFLEET_PORT');
}

/** Never hangs up by itself. */
async function caller(first = ''): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined); // that it was cut is seen by its close
  await once(socket, 'connect');
  if (first !== '') socket.write(first);
  return socket;
}

/** Whose request the door has handed on. */
async function asker(request: string): Promise<Socket> {
  const come = once(signals, 'come');
  const socket = await caller(request);
  await come;
  return socket;
}

const silence = (count: number): Promise<Socket[]> => Promise.all(Array.from({ length: count }, () => caller()));

/** Resolves when the door has ended the connection. */
const ended = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.resume().once('end', resolve).once('close', resolve));

/** Resolves when so many have. */
function some(all: readonly Promise<unknown>[], count: number): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    for (const one of all) void one.then(() => --left === 0 && resolve());
  });
}

async function status(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  await response.text();
  return response.status;
}

/** Goes on writing byte by byte while something lasts. */
async function dripping<Result>(socket: Socket, work: Promise<Result>): Promise<Result> {
  const drip = setInterval(() => socket.write('y'), 5);
  return work.finally(() => clearInterval(drip));
}

describe('the door of a process', () => {
  it('ends a connection over which a request comes byte by byte, and says why (PRV-04)', async () => {
    await open({ headWithinMs: 100, lookedEveryMs: 20 });
    const socket = await caller('GET / HTTP/1.1\r\nx: ');
    expect(await dripping(socket, text(socket))).toMatch(/^HTTP\/1\.1 408 .*"code":"too_slow"/s);
    socket.destroy();
  });

  it('ends a connection over which no request comes (PRV-04)', async () => {
    await open({ headWithinMs: 100, lookedEveryMs: 20 });
    const socket = await caller();
    expect(await text(socket)).toContain('"code":"too_slow"');
    socket.destroy();
  });

  it('hangs up on who was told so and does not (PRV-04)', async () => {
    await open({ headWithinMs: 100, lookedEveryMs: 20, hangUpWithinMs: 50 });
    const socket = await caller('GET / HTTP/1.1\r\nx: ');
    socket.resume();
    await dripping(socket, new Promise((resolve) => socket.once('close', resolve)));
    expect(await status()).toBe(200);
  });

  it('hangs up on who goes on sending what was refused (PRV-04)', async () => {
    door = new HttpDoor((_, response) => answerJson(response, 401, {}), { hangUpWithinMs: 50 });
    port = await freePort();
    await door.listen({ port, host: '127.0.0.1' }, 'RINGFLEET_PORT');
    for (const body of ['content-length: 100000000000', 'transfer-encoding: chunked']) {
      const socket = await caller(`PUT / HTTP/1.1\r\nhost: x\r\n${body}\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
      const closed = new Promise((resolve) => socket.once('close', resolve));
      const chunk = body.startsWith('transfer') ? '1\r\nx\r\n' : 'x';
      const drip = setInterval(() => socket.write(chunk), 5);
      await closed.finally(() => clearInterval(drip));
    }
  });

  it('lets callers in while many more keep silent than there is room for: as many go as are too many (PRV-04)', async () => {
    await open({ waiting: { most: ROOM, turns: 1, turnMs: 5 } });
    const silent = await silence(SILENT);
    await some(silent.map(ended), SILENT - ROOM);
    expect(await status()).toBe(200);
    for (const socket of silent) socket.destroy();
  });

  it('keeps whom it answers and who uploads, however many wait; who does not end another request goes (PRV-04)', async () => {
    await open({ waiting: { most: ROOM, turns: 1, turnMs: 5 } });
    const held = await asker(`GET /held ${HEAD}\r\n`);
    const upload = await asker(`POST ${UPLOADS_PATH} ${HEAD}${BEGUN}`);
    const slow = await asker(`POST /x ${HEAD}${BEGUN}`);
    const silent = await silence(SILENT);
    await ended(slow);
    signals.emit('release');
    upload.write('"}');
    expect((await Promise.all([held, upload].map((socket) => text(socket)))).map((answer) => answer.slice(0, 12))).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    for (const socket of [held, upload, slow, ...silent]) socket.destroy();
  });

  it('gives each a moment, as what it sent may just not have been read (PRV-04)', async () => {
    await open({ waiting: { most: 0, turns: 60_000, turnMs: 1 } });
    const silent = await silence(ROOM);
    const late = silent.map((socket) => text(socket));
    for (const socket of silent) socket.write(`GET / ${HEAD}\r\n`);
    expect(new Set((await Promise.all(late)).map((answer) => answer.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 200']));
    for (const socket of silent) socket.destroy();
  });

  it('answers 500 where whoever should answer fails, at once or later, and goes on', async () => {
    door = new HttpDoor((request, response) => {
      if (request.url === '/at-once') throw new Error('at once');
      if (request.url === '/later') return Promise.reject(new Error('later'));
      return answerJson(response, 200, {});
    });
    port = await freePort();
    await door.listen({ port, host: '127.0.0.1' }, 'RINGFLEET_PORT');
    for (const path of ['at-once', 'later']) {
      const response = await fetch(`http://127.0.0.1:${port}/${path}`, { headers: { connection: 'close' } });
      expect([response.status, await response.json()]).toEqual([500, expect.objectContaining({ code: 'internal_error' })]);
    }
    expect(await status()).toBe(200);
  });

  it('has a crowd wait that comes at once while it is busy, however many one queue of the system holds (PRV-04)', async () => {
    await open({});
    const held = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
    const connected = new Int32Array(new SharedArrayBuffer(4));
    const crowd = new Worker(new URL('support/crowd.mjs', import.meta.url), { workerData: { port, count: held + ROOM, connected } });
    const answered = once(crowd, 'message').then(([count]: number[]) => count, String);
    // Nothing is taken meanwhile: this thread is that of the door.
    Atomics.wait(connected, 0, 0, CONNECTED_WITHIN_MS);
    expect(connected[0]).toBe(1);
    expect(await answered).toBe(held + ROOM);
  });

  it('says that another program has the port, though it would share it with itself', async () => {
    await open({});
    const other = new HttpDoor(() => undefined);
    await expect(other.listen({ port, host: '127.0.0.1' }, 'RINGFLEET_PORT')).rejects.toThrow(`Port ${port} is taken by another program`);
    await other.close(0);
  });
});
