// A real Kafka for tests, started as deploy/engines does it, behind a relay of connections so that a test can cut them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from './postgres.js';

const RUN = fileURLToPath(new URL('../../../deploy/engines/run.mjs', import.meta.url));

export interface Kafka {
  /** `host:port` for clients. */
  readonly broker: string;
  /** Destroys all connections that there are at this moment. */
  disconnect(): void;
  /** kill -9 of the broker; clients are refused. */
  kill(): Promise<void>;
  /** Starts it again on what it had; resolves when it answers. */
  start(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Starts a throw-away broker on a free port of 127.0.0.1; it stops with this process at the latest. It must be installed (`node deploy/engines/install.mjs kafka`). */
export async function startKafka(): Promise<Kafka> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-kafka-'));
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server = await listen(port, sockets);
  const address = server.address();
  const broker = `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const args = ['kafka', '--folder', folder, '--port', String(port), '--advertised', broker];
  let running = await run(args);
  const disconnect = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    broker,
    disconnect,
    async kill() {
      process.kill(running.pid, 'SIGKILL');
      await running.exited;
    },
    async start() {
      running = await run(args);
    },
    async remove() {
      running.child.kill('SIGTERM');
      await running.exited;
      disconnect();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  /** Of the broker itself. */
  readonly pid: number;
  readonly exited: Promise<unknown>;
}

async function run(args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const exited = once(child, 'exit');
  const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error('Kafka did not start; what it said is above.');
  const { pid } = JSON.parse(value) as { pid: number };
  return { child, pid, exited };
}

/** Passes connections on to a port. */
async function listen(port: number, sockets: Set<Socket>): Promise<Server> {
  const server = createServer((client) => {
    const broker = connect(port, '127.0.0.1');
    for (const [one, other] of [
      [client, broker],
      [broker, client],
    ] as const) {
      sockets.add(one);
      one
        .on('error', () => undefined)
        .on('close', () => {
          sockets.delete(one);
          other.destroy();
        });
      one.pipe(other);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
