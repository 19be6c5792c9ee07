import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { netstring, Netstrings } from './netstrings.js';

const CONNECT_WITHIN_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
const MOST_AT_ONCE = 1_000;
/** Who is so far behind begins anew with a dump. */
const MOST_WAITING = 200_000;

const FOLLOWING = '{"event":"following"}';

export interface EvapiAddress {
  readonly host: string;
  readonly port: number;
  /** What Kamailio asks for. */
  readonly key: string;
}

/** A connection to Kamailio's evapi: messages of JSON in netstrings, from it and to it. */
export class EvapiConnection {
  private readonly netstrings = new Netstrings();
  private waiting: string[] = [];
  private lost: Error | undefined;
  private rouse: () => void = () => undefined;

  private constructor(
    private readonly socket: Socket,
    private readonly key: string,
  ) {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (piece) => this.take(piece));
    socket.on('error', (error) => this.lose(error));
    socket.on('close', () => this.lose(new Error('The registrar has closed the connection.')));
  }

  /** Connected, and told from now on of all that happens. Throws where the registrar does not answer, or does not know the key. */
  static async open({ host, port, key }: EvapiAddress, signal: AbortSignal): Promise<EvapiConnection> {
    const socket = connect({ host, port });
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(CONNECT_WITHIN_MS)]);
    try {
      await once(socket, 'connect', { signal: inTime });
      const connection = new EvapiConnection(socket, key);
      connection.send({ command: 'follow' });
      // What it says before is in the dump that follows.
      while (!(await connection.next(inTime)).includes(FOLLOWING)) {
        if (inTime.aborted) throw new Error('The registrar does not let itself be followed.');
      }
      return connection;
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    }
  }

  /** Messages as soon as there are any, none once the signal is aborted. Throws when the connection is lost. */
  async next(signal: AbortSignal): Promise<readonly string[]> {
    if (this.waiting.length === 0 && !this.lost && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.rouse = () => {
          signal.removeEventListener('abort', this.rouse);
          resolve();
        };
        signal.addEventListener('abort', this.rouse);
      });
    }
    if (this.waiting.length > 0) return this.waiting.splice(0, MOST_AT_ONCE);
    if (this.lost) throw this.lost;
    return [];
  }

  /** False where the connection is lost: nothing was sent. */
  send(command: Readonly<Record<string, string>>): boolean {
    if (this.lost || !this.socket.writable) return false;
    this.socket.write(netstring(JSON.stringify({ ...command, key: this.key })));
    return true;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(piece: Buffer): void {
    try {
      this.waiting.push(...this.netstrings.take(piece));
      if (this.waiting.length > MOST_WAITING) throw new Error('More happens at the registrar than can be followed.');
    } catch (error) {
      this.waiting = [];
      this.lose(error instanceof Error ? error : new Error(String(error)));
      this.socket.destroy();
    }
    this.rouse();
  }

  private lose(error: Error): void {
    this.lost ??= error;
    this.rouse();
  }
}
