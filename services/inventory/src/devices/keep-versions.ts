import { type BeforeApplicationShutdown, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Clock, SYSTEM } from '@ringfleet/kernel';
import type { Logger } from '@ringfleet/observability';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';

const DAY_MS = 86_400_000;
const MONTHS_AHEAD = 3;

/** Makes the monthly partitions of the device versions ahead of time. A month without one is kept in the default partition: nothing is lost. */
@Injectable()
export class KeepVersions implements OnModuleInit, BeforeApplicationShutdown {
  private readonly clock: Clock;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
    this.log = ports.log;
  }

  async onModuleInit(): Promise<void> {
    await this.execute();
    this.timer = setInterval(
      () => void this.execute().catch((error: unknown) => this.log.warn({ err: error }, 'partitions of device versions could not be made')),
      DAY_MS,
    );
    this.timer.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async execute(): Promise<void> {
    const now = this.clock();
    // From the next month on: the current one may have rows in the default partition already.
    const months = Array.from({ length: MONTHS_AHEAD }, (_, ahead) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1 + ahead, 1)));
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(7264003)');
      for (const month of months) await tx.query('select keep_versions_of_month($1::date)', [month.toISOString().slice(0, 10)]);
    });
  }
}
