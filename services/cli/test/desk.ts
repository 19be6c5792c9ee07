import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { run } from '../src/program.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder in which an operator works, with a home in it. */
export class Desk {
  readonly interrupt = new AbortController();

  private constructor(readonly folder: string) {}

  static async open(): Promise<Desk> {
    return new Desk(await mkdtemp(join(tmpdir(), 'ringfleet-desk-')));
  }

  /** Writes a file and returns its name. */
  async put(name: string, content: unknown): Promise<string> {
    await writeFile(join(this.folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return name;
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const [out, err] = [new Page(), new Page()];
    const { folder } = this;
    const code = await run(args, { out, err, env: { RINGFLEET_HOME: '.', ...env }, folder, checkout: folder, interrupted: this.interrupt.signal });
    return { code, out: out.text, err: err.text };
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

class Page extends Writable {
  text = '';

  override _write(bytes: Buffer, _encoding: string, written: () => void): void {
    this.text += bytes.toString();
    written();
  }
}

type Answers = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server that answers `POST /oauth/token` with a token, and the rest as the test says. */
export class Counter {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(answers: Answers): Promise<Counter> {
    const server = createServer((request, response) => {
      request.resume();
      if (request.url === '/oauth/token') answer(response, 200, { access_token: 'token' });
      else answers(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Counter(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

export const answer = (response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
