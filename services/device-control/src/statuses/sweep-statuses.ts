import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { JobLoop, type Ports, PORTS } from '@ringfleet/service-kit';
import { SettleOperations } from '../operations/settle-operations.js';
import { settingsOf } from '../settings.js';
import { RefreshStatuses } from './refresh-statuses.js';

const LOOK_MS = 1_000;
const AT_ONCE = 1_000;

/** What changes by the passing of time alone: aged registrations count as none one day, what the registrar did not say has run out, and operations end. */
@Injectable()
export class SweepStatuses implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly loop: JobLoop;
  private readonly agedFor: number;

  constructor(
    @Inject(PORTS) { log, settings }: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStatuses) private readonly refresh: RefreshStatuses,
    @Inject(SettleOperations) private readonly settle: SettleOperations,
  ) {
    this.agedFor = settingsOf(settings).agedForSeconds;
    this.loop = new JobLoop({ name: 'sweep-statuses', log, restMs: LOOK_MS, round: () => this.round() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.loop.stop();
  }

  private async round(): Promise<boolean> {
    await this.settle.execute();
    return this.database.transaction(SYSTEM, async (tx) => {
      const due = await tx.query<{ id: string }>(DUE, [this.agedFor]);
      await this.refresh.execute(
        tx,
        due.map(({ id }) => id),
      );
      // Long after it has served the last device.
      await tx.query(`delete from bindings where ended_at < now() - make_interval(secs => 2 * $1)`, [this.agedFor]);
      return due.length === AT_ONCE;
    });
  }
}

const DUE = `
select device_id as id from device_statuses where status = 'registered' and expires_at < now() - interval '30 seconds'
union all select device_id from device_statuses where status = 'aged' and since < now() - make_interval(secs => $1)
limit ${AT_ONCE}`;
