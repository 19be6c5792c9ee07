import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { SettleOperations } from '../operations/settle-operations.js';
import { type Registrar, REGISTRAR } from '../registrar/registrar.js';
import { KeepBindings } from './keep-bindings.js';

const AGAIN_AFTER_MS = 1_000;
const CONNECT_WITHIN_MS = 10_000;
const KEEP_ALIVE_MS = 10_000;
/** The advisory lock of who leads: any number that is the same in every instance. */
export const FOLLOWING = 7_264_201;

/** Follows the registrar, in one instance at a time: who has the lock. The others wait for it to be free. */
@Injectable()
export class FollowRegistrar implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ended = new AbortController();
  private following = Promise.resolve();
  private warned = false;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
    @Inject(KeepBindings) private readonly keep: KeepBindings,
    @Inject(SettleOperations) private readonly settle: SettleOperations,
  ) {}

  onApplicationBootstrap(): void {
    if (this.registrar) this.following = this.run(this.registrar);
  }

  async onModuleDestroy(): Promise<void> {
    this.ended.abort();
    await this.following;
  }

  private async run(registrar: Registrar): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      await this.asLeader(registrar, signal).catch((error: unknown) => this.warn(error));
      await pause(AGAIN_AFTER_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** The lock lives as long as its connection. */
  private async asLeader(registrar: Registrar, signal: AbortSignal): Promise<void> {
    const client = new Client({
      connectionString: this.ports.database.appUrl,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      // The database gives the lock of a machine that has vanished to another within seconds, not within the two hours of its default.
      options: '-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3',
    });
    client.on('error', () => undefined);
    const lost = new AbortController();
    client.once('end', () => lost.abort());
    try {
      await client.connect();
      const held = AbortSignal.any([signal, lost.signal]);
      while (!held.aborted && !(await isLeader(client))) await pause(AGAIN_AFTER_MS, undefined, { signal: held, ref: false }).catch(() => undefined);
      if (!held.aborted) await this.follow(registrar, held);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async follow(registrar: Registrar, signal: AbortSignal): Promise<void> {
    for await (const events of registrar.follow(signal)) {
      // A phone answers before it starts again.
      await this.settle.answered(events);
      await this.keep.execute(registrar.name, events);
      this.warned = false;
    }
  }

  /** Once for each time that the registrar, or the database, is lost. */
  private warn(error: unknown): void {
    if (!this.warned && !this.ended.signal.aborted) this.ports.log.warn({ err: error }, 'the registrar is followed again when it answers');
    this.warned = true;
  }
}

async function isLeader(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [FOLLOWING]);
  return rows[0]?.mine === true;
}
