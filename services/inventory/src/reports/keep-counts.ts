import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { JobLoop, type Ports, PORTS } from '@ringfleet/service-kit';
import { STATE } from '../devices/device-columns.js';

const EVERY_MS = 15 * 60_000;
const DAYS_KEPT = 400;
const SHARED_HOLDER = '00000000-0000-0000-0000-000000000000';
const HOLDER = `coalesce(d.managed_by, d.customer_reseller_id, case when d.shared and d.customer_id is null then '${SHARED_HOLDER}'::uuid end)`;

/** Counts all devices now and then, so that a report of ten million costs what one of ten costs, and what it was on each day is known later. */
@Injectable()
export class KeepCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.loop = new JobLoop({ name: 'device counts', log: ports.log, restMs: EVERY_MS, round: () => this.execute() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Of several processes one counts; whoever comes within the quarter of an hour after it leaves it at that. Answers that there is nothing more to do at once. */
  async execute(): Promise<boolean> {
    const now = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(7264013)');
      const recent = await tx.query('select from device_counts where taken_at > $1 limit 1', [new Date(now.getTime() - EVERY_MS / 2)]);
      if (recent.length > 0) return;
      const day = now.toISOString().slice(0, 10);
      await tx.query('delete from device_counts');
      await tx.query(`insert into device_counts select $1, ${HOLDER}, d.managed_by, d.model_id, ${STATE}, count(*) from devices d group by 2, 3, 4, 5`, [now]);
      await tx.query('delete from device_days where day = $1::date or day < $1::date - $2::integer', [day, DAYS_KEPT]);
      await tx.query('insert into device_days select $1::date, holder, state, sum(devices) from device_counts group by 2, 3', [day]);
    });
    return false;
  }
}
