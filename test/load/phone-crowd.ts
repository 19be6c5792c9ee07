// A thread of phones that come at once: each opens a connection, asks, signs in where it is asked to, and takes its file. Plain sockets: what asks must cost less than what is asked.
import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

export interface CrowdPhone {
  readonly path: string;
  readonly mac: string;
  /** Of its line; its file has it, and no other. */
  readonly sipUsername: string;
  readonly username: string;
  readonly password: string;
}

export interface Crowd {
  /** Phones come to one after the other. */
  readonly ports: readonly number[];
  readonly atOnce: number;
  readonly phones: readonly CrowdPhone[];
}

export interface CrowdTimes {
  /** Of each that got its file, from the opening of its connection, in ms. */
  readonly ms: readonly number[];
  /** What the others were answered last. */
  readonly failures: readonly string[];
  readonly bytes: number;
}

interface Answer {
  readonly head: string;
  readonly body: Buffer;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The next answer of a connection, whose length its head says. */
function answerOn(socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let data: Buffer = Buffer.alloc(0);
    const hungUp = (): void => reject(new Error('hung up on'));
    const take = (chunk: Buffer): void => {
      data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
      const end = data.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = data.subarray(0, end).toString('latin1');
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (data.length < end + 4 + length) return;
      socket.off('data', take).off('error', reject).off('close', hungUp);
      resolve({ head, body: data.subarray(end + 4, end + 4 + length) });
    };
    socket.on('data', take).once('error', reject).once('close', hungUp);
  });
}

/** As whoever asks wants it: by Digest, or by Basic where there is no other way. */
function signedIn({ path, username, password }: CrowdPhone, head: string): string {
  if (!/^www-authenticate: digest/im.test(head)) return `Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}\r\n`;
  const nonce = /nonce="([^"]*)"/.exec(head)?.[1] ?? '';
  const response = hash(`${hash(`${username}:phones:${password}`)}:${nonce}:00000001:c:auth:${hash(`GET:${path}`)}`);
  return `Authorization: Digest username="${username}", realm="phones", nonce="${nonce}", uri="${path}", algorithm=SHA-256, response="${response}", qop=auth, nc=00000001, cnonce="c"\r\n`;
}

async function come(port: number, phone: CrowdPhone): Promise<Answer> {
  const socket = connect(port, '127.0.0.1');
  try {
    const ask = (more: string): Promise<Answer> => {
      const answered = answerOn(socket);
      socket.write(`GET ${phone.path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUser-Agent: Yealink SIP-T21P_E2 52.84.0.15 ${phone.mac}\r\n${more}\r\n`);
      return answered;
    };
    const first = await ask('');
    return first.head.startsWith('HTTP/1.1 401') ? await ask(signedIn(phone, first.head)) : first;
  } finally {
    socket.destroy();
  }
}

const { ports, atOnce, phones } = workerData as Crowd;
const ms: number[] = [];
const failures: string[] = [];
let bytes = 0;
const waiting = [...phones];

async function comeOneByOne(): Promise<void> {
  for (let phone = waiting.pop(); phone; phone = waiting.pop()) {
    const began = performance.now();
    const { head, body } = await come(ports[waiting.length % ports.length] ?? 0, phone).catch((error: unknown) => ({
      head: String(error),
      body: Buffer.alloc(0),
    }));
    if (head.startsWith('HTTP/1.1 200') && body.includes(phone.sipUsername)) ms.push(performance.now() - began);
    else failures.push(head.split('\r\n', 1)[0] ?? '');
    bytes += body.length;
  }
}

await Promise.all(Array.from({ length: atOnce }, comeOneByOne));
parentPort?.postMessage({ ms, failures, bytes } satisfies CrowdTimes);
