import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import type { Tx } from '@ringfleet/persistence';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Ports } from './ports.js';

const AGAIN_AFTER_MS = 500;
// A peer that is gone without a word is noticed after this and ten probes, a second each.
const KEEP_ALIVE_AFTER_MS = 10_000;
// PostgreSQL takes less than 8,000 bytes at once, and an issuer's name for somebody has up to 255.
const KEYS_AT_ONCE = 25;

/** Tells every instance of the service, as soon as the transaction is committed, that there is something new of these keys; each of 255 bytes at most, in one line. */
export async function announce(tx: Tx, channel: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.query(
    `select pg_notify($1, string_agg(key, E'\\n')) from unnest($2::text[]) with ordinality as told (key, number) group by (number - 1) / ${KEYS_AT_ONCE}`,
    [channel, [...new Set(keys)]],
  );
}

/** Hears from the database, over a connection of its own, what was announced on a channel, by whichever instance. */
export class Arrivals implements OnModuleInit, OnModuleDestroy {
  private readonly ended = new AbortController();
  private readonly wakes = new Map<string, Set<() => void>>();
  private listening = Promise.resolve();
  private warned = false;

  constructor(
    private readonly ports: Ports,
    private readonly channel: string,
  ) {}

  /** Calls `wake` whenever there may be something new of one of the keys, until the returned function is called. Look into the tables then: a call may be one too many. */
  on(keys: readonly string[], wake: () => void): () => void {
    for (const key of keys) this.wakes.set(key, (this.wakes.get(key) ?? new Set()).add(wake));
    return () => {
      for (const key of keys) this.forget(key, wake);
    };
  }

  onModuleInit(): void {
    this.listening = this.listen();
  }

  async onModuleDestroy(): Promise<void> {
    this.ended.abort();
    await this.listening;
  }

  private forget(key: string, wake: () => void): void {
    const wakes = this.wakes.get(key);
    wakes?.delete(wake);
    if (wakes?.size === 0) this.wakes.delete(key);
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
    if (!this.warned) this.ports.log.warn({ err: error, channel: this.channel }, 'streams come live again when the database answers');
    this.warned = true;
  }

  private async listenUntilLost(signal: AbortSignal): Promise<void> {
    const client = new Client({ connectionString: this.ports.database.appUrl, keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS });
    const lost = once(client, 'end', { signal }); // rejects with an error of the connection
    lost.catch(() => undefined);
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => this.wake(payload));
    try {
      await client.connect();
      await client.query(`listen ${this.channel}`);
      this.warned = false;
      // What came while nobody listened is in the tables.
      for (const wakes of this.wakes.values()) wakes.forEach((wake) => wake());
      await lost;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private wake(payload = ''): void {
    for (const key of payload.split('\n')) this.wakes.get(key)?.forEach((wake) => wake());
  }
}
