import { EventEmitter } from 'node:events';
import { Client } from 'pg';
import { APPENDED } from './schema.js';

const AGAIN_AFTER_MS = 500;

/** One listening connection for all readers of a log; it says `topic` when something was appended to it. It comes back by itself. */
export class LogWake {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private closed = false;
  private starting: Promise<void> | undefined;

  constructor(private readonly databaseUrl: string) {}

  /** Calls `wake` after appends to the topic, until the returned function is called. */
  async on(topic: string, wake: () => void): Promise<() => void> {
    this.starting ??= this.connect();
    await this.starting;
    this.emitter.on(topic, wake);
    return () => this.emitter.off(topic, wake);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new Client({ connectionString: this.databaseUrl });
    client.on('error', () => undefined);
    client.on('end', () => {
      if (!this.closed) setTimeout(() => void this.connect().catch(() => undefined), AGAIN_AFTER_MS).unref();
    });
    client.on('notification', ({ payload }) => this.emitter.emit(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${APPENDED}`);
      this.client = client;
    } catch {
      // Readers look by themselves every second meanwhile; "end" tries again.
      await client.end().catch(() => undefined);
    }
  }
}
