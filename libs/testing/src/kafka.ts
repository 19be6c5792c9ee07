// A real Kafka for tests, started as deploy/engines does it, behind a relay of connections so that a test can cut them.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../deploy/engines/free-port.mjs';

const RUN = fileURLToPath(new URL('../../../deploy/engines/run.mjs', import.meta.url));

export interface Kafka {
  /** `host:port` for clients. */
  readonly broker: string;
  /** Destroys all connections that there are at this moment, and the next two that are tried: a single one is opened again without anybody noticing. */
  disconnect(): void;
  /** kill -9 of the broker; clients are refused. */
  kill(): Promise<void>;
  /** Starts it again on what it had; resolves when it answers. */
  start(): Promise<void>;
  /** Runs one of Kafka's own console tools with this input; resolves with its output. `org.apache.kafka.tools.ConsoleProducer` */
  tool(name: string, args: readonly string[], input?: string): Promise<string>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Starts a throw-away broker on a free port of 127.0.0.1; it stops with this process at the latest. It must be installed (`node deploy/engines/install.mjs kafka`). */
export async function startKafka(): Promise<Kafka> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-kafka-'));
  const port = await freePort();
  const line = await Line.to(port);
  const broker = `127.0.0.1:${line.port}`;
  const args = ['kafka', '--folder', folder, '--port', String(port), '--advertised', broker];
  let running = await run(args);
  return {
    broker,
    disconnect: () => line.cut(2),
    async kill() {
      process.kill(running.pid, 'SIGKILL');
      await running.exited;
    },
    async start() {
      running = await run(args);
    },
    tool: (name, options, input) => runTool(['-XX:TieredStopAtLevel=1', '-cp', running.classPath, name, '--bootstrap-server', broker, ...options], input),
    async remove() {
      running.child.kill('SIGTERM');
      await running.exited;
      line.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  /** Of the broker itself. */
  readonly pid: number;
  readonly classPath: string;
  readonly exited: Promise<unknown>;
}

async function run(args: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [RUN, ...args], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  const exited = once(child, 'exit');
  const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error('Kafka did not start; what it said is above.');
  const { pid, classPath } = JSON.parse(value) as { pid: number; classPath: string };
  return { child, pid, classPath, exited };
}

async function runTool(args: readonly string[], input = ''): Promise<string> {
  const tool = spawn('java', args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(tool, 'close');
  let output = '';
  tool.stdout.on('data', (data) => (output += String(data)));
  tool.stdin.end(input);
  const [code] = await closed;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}\n${output}`);
  return output;
}

/** Passes connections on to a port, until they are cut. */
class Line {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private toRefuse = 0;

  private constructor(private readonly target: number) {
    this.server = createServer((client) => this.pass(client));
  }

  static async to(target: number): Promise<Line> {
    const line = new Line(target);
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    return line;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The line has no port.');
    return address.port;
  }

  /** Ends all connections, and so many of those that are tried next. */
  cut(next: number): void {
    this.toRefuse = next;
    for (const socket of this.sockets) socket.destroy();
  }

  end(): void {
    this.cut(0);
    this.server.close();
  }

  private pass(client: Socket): void {
    if (this.toRefuse > 0) {
      this.toRefuse--;
      client.on('error', () => undefined).destroy();
      return;
    }
    const broker = connect(this.target, '127.0.0.1');
    this.join(client, broker);
    this.join(broker, client);
  }

  private join(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from
      .on('error', () => undefined)
      .on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    from.pipe(to);
  }
}
