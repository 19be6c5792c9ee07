import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { netstring, Netstrings } from './netstrings.js';

const CONNECT_WITHIN_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
const MOST_AT_ONCE = 1_000;
/** Who is so far behind begins anew with a dump. */
const MOST_WAITING = 200_000;

/** A connection to Kamailio's evapi: messages of JSON in netstrings, from it and to it. */
export class EvapiConnection {
  private readonly netstrings = new Netstrings();
  private waiting: string[] = [];
  private lost: Error | undefined;
  private rouse: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    socket.on('data', (piece) => this.take(piece));
    socket.on('error', (error) => this.lose(error));
    socket.on('close', () => this.lose(new Error('The registrar has closed the connection.')));
  }

  static async open({ host, port }: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<EvapiConnection> {
    const socket = connect({ host, port });
    try {
      await once(socket, 'connect', { signal: AbortSignal.any([signal, AbortSignal.timeout(CONNECT_WITHIN_MS)]) });
    } catch (error) {
      socket.on('error', () => undefined).destroy();
      throw error;
    }
    return new EvapiConnection(socket);
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
  send(message: string): boolean {
    if (this.lost || !this.socket.writable) return false;
    this.socket.write(netstring(message));
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
