// Many real phones for tests: sipp, installed by deploy/engines.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../deploy/engines/free-port.mjs';
import { registering, told } from './sipp-scenarios.js';

const INSTALL = fileURLToPath(new URL('../../../deploy/engines/install.mjs', import.meta.url));
const LOOK_MS = 100;
const ENDS_AFTER_S = 1_200;

export interface SippPhone {
  /** Twelve digits, as its instance says them. */
  readonly mac: string;
  /** Of its address of record (default: the MAC). */
  readonly user?: string;
}

export interface SippOptions {
  /** Where they register, on 127.0.0.1. */
  readonly registrarPort: number;
  readonly phones: readonly SippPhone[];
  /** How many register in a second (default 200). */
  readonly perSecond?: number;
  /** For how long they register (default 600); 0: no longer. */
  readonly expires?: number;
  /** What they do when told by NOTIFY: answer with this and no more, say nothing, or `restart`: answer 200 and register anew (default). */
  readonly whenTold?: '200 OK' | '489 Bad Event' | 'silence' | 'restart';
  readonly transport?: 'udp' | 'tcp';
  /** Of all of them: who refreshes keeps it (default: one of their own). */
  readonly callIds?: string;
  readonly port?: number;
}

/** Something that a phone sent or was sent, by sipp's clock. */
export interface SippMessage {
  /** Milliseconds since 1970, with a part. */
  readonly at: number;
  readonly isReceived: boolean;
  readonly callId: string;
  /** `REGISTER sip:…` or `SIP/2.0 200 OK` */
  readonly firstLine: string;
}

/** Phones of one kind, in one process of sipp. */
export class Sipp {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcess,
    private readonly count: number,
    readonly port: number,
  ) {}

  /** Starts phones, which begin to register. */
  static async start(options: SippOptions): Promise<Sipp> {
    await (installing ??= install());
    const folder = mkdtempSync(join(tmpdir(), 'ringfleet-sipp-'));
    const { registrarPort, phones, perSecond = 200, expires = 600, whenTold = 'restart', transport = 'udp', callIds = '%u-%p@%s' } = options;
    const port = options.port ?? (await freePort());
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const rows = phones.map(({ mac, user = mac }) => `${mac};${user}\n`);
    const args = [
      `127.0.0.1:${registrarPort}`,
      '-i',
      '127.0.0.1',
      '-p',
      String(port),
      '-t',
      transport === 'tcp' ? 't1' : 'u1',
      '-nostdin',
      '-buff_size',
      '4194304',
    ];
    args.push(
      '-sf',
      file('register.xml', registering(expires)),
      '-oocsf',
      file('told.xml', told(whenTold)),
      '-inf',
      file('phones.csv', `SEQUENTIAL\n${rows.join('')}`),
    );
    args.push('-m', String(phones.length), '-l', String(phones.length + 1), '-r', String(perSecond), '-cid_str', callIds);
    // It would outlive a test that is killed.
    args.push('-timeout', `${ENDS_AFTER_S}s`);
    args.push('-trace_shortmsg', '-shortmessage_file', join(folder, 'messages.csv'), '-trace_err', '-error_file', join(folder, 'errors.log'));
    return new Sipp(folder, spawn('sipp', args, { cwd: folder, stdio: 'ignore' }), phones.length, port);
  }

  /** Resolves when all have registered. Rejects where sipp has ended. */
  async registered(): Promise<void> {
    while (this.messages().filter(({ isReceived, firstLine }) => isReceived && firstLine === 'SIP/2.0 200 OK').length < this.count) {
      if (this.child.exitCode !== null) throw new Error(`sipp ended with ${this.child.exitCode}.`);
      await pause(LOOK_MS);
    }
  }

  /** All that was sent and received so far. */
  messages(): SippMessage[] {
    return messagesIn(join(this.folder, 'messages.csv'));
  }

  /** What they were told by NOTIFY: the MAC of who was told and when, once for each, however often it was repeated. */
  told(): readonly { readonly mac: string; readonly at: number }[] {
    const received = this.messages().filter(({ isReceived, firstLine }) => isReceived && firstLine.startsWith('NOTIFY'));
    const first = new Map(received.toReversed().map((message) => [message.callId, message]));
    return [...first.values()].map(({ at, firstLine }) => ({ mac: /sip:([^@]+)@/.exec(firstLine)?.[1] ?? '', at })); // NOTIFY sip:001565abc000@127.0.0.1:5060 SIP/2.0
  }

  /** They are gone at once, without a word. */
  async end(): Promise<void> {
    if (this.child.exitCode === null && this.child.kill('SIGKILL')) await once(this.child, 'exit');
  }

  async remove(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

let installing: Promise<void> | undefined;

async function install(): Promise<void> {
  const child = spawn(process.execPath, [INSTALL, 'sipp'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error('sipp cannot be installed; what was said of it is above.');
}

function messagesIn(file: string): SippMessage[] {
  // 2026-11-22	00:52:48.626072	1795308768.626072	S	1-26866@127.0.0.1	CSeq:1 REGISTER	REGISTER sip:127.0.0.1 SIP/2.0
  const lines = readOrNothing(file).split('\n').slice(0, -1);
  return lines.map((line) => {
    const [, , seconds = '', direction, callId = '', , firstLine = ''] = line.split('\t');
    return { at: Number(seconds) * 1_000, isReceived: direction === 'R', callId, firstLine: firstLine.trimEnd() };
  });
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // Nothing was sent yet.
  }
}
