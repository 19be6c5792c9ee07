import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { ARRIVED } from '../notifications/add-notifications.js';

const AGAIN_AFTER_MS = 500;
// A peer that is gone without a word is noticed after this and ten probes, a second each.
const KEEP_ALIVE_AFTER_MS = 10_000;

/** Hears from the database, over a connection of its own, who got a notification, whichever instance stored it. */
@Injectable()
export class Arrivals implements OnModuleInit, OnModuleDestroy {
  private readonly ended = new AbortController();
  private readonly recipients = new Map<string, Set<() => void>>();
  private listening = Promise.resolve();
  private warned = false;

  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  /** Calls `wake` whenever the recipient may have got something, until the returned function is called. Look into the table then: a call may be one too many. */
  on(recipientId: string, wake: () => void): () => void {
    const wakes = this.recipients.get(recipientId) ?? new Set();
    this.recipients.set(recipientId, wakes.add(wake));
    return () => {
      wakes.delete(wake);
      if (wakes.size === 0 && this.recipients.get(recipientId) === wakes) this.recipients.delete(recipientId);
    };
  }

  onModuleInit(): void {
    this.listening = this.listen();
  }

  async onModuleDestroy(): Promise<void> {
    this.ended.abort();
    await this.listening;
  }

  private async listen(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      await this.listenUntilLost(signal).catch((error: unknown) => this.warn(error));
      await pause(AGAIN_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Once for each time the connection is lost. */
  private warn(error: unknown): void {
    if (!this.warned) this.ports.log.warn({ err: error }, 'notifications come live again when the database answers');
    this.warned = true;
  }

  private async listenUntilLost(signal: AbortSignal): Promise<void> {
    const client = new Client({ connectionString: this.ports.database.appUrl, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS });
    const lost = once(client, 'end', { signal }); // rejects with an error of the connection
    lost.catch(() => undefined);
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => this.recipients.get(payload ?? '')?.forEach((wake) => wake()));
    try {
      await client.connect();
      await client.query(`listen ${ARRIVED}`);
      this.warned = false;
      // What came while nobody listened is in the table.
      for (const wakes of this.recipients.values()) wakes.forEach((wake) => wake());
      await lost;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
