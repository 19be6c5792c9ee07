import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { MeasuredGauge, type Sample } from '@ringfleet/observability';
import { Database } from '@ringfleet/persistence';

const gauge = new MeasuredGauge({
  name: 'ringfleet_imports_open',
  help: 'Imports that have not ended, by state; stalled are those that do not get on just now.',
  labels: ['service', 'state'],
});

const STATES = ['accepted', 'scanning', 'running', 'cancelling', 'stalled'];

// Two conditions as the two partial indexes have them.
const COUNT = `
select state, count(*)::int as count from (
  select case when stalled is null then state else 'stalled' end as state from imports where state in ('accepted', 'scanning')
  union all
  select case when stalled is null then state else 'stalled' end from imports where state in ('running', 'cancelling')) as open
group by state`;

/** Tells Prometheus how many imports are under way. */
@Injectable()
export class OpenImports implements OnModuleInit, OnModuleDestroy {
  private forget: () => void = () => undefined;

  constructor(@Inject(Database) private readonly database: Database) {}

  onModuleInit(): void {
    this.forget = gauge.ask(() => this.count());
  }

  onModuleDestroy(): void {
    this.forget();
  }

  private async count(): Promise<Sample<'service' | 'state'>[]> {
    const rows = await this.database.transaction(SYSTEM, (tx) => tx.query<{ state: string; count: number }>(COUNT));
    const counts = new Map(rows.map(({ state, count }) => [state, count]));
    return STATES.map((state) => [{ service: 'files', state }, counts.get(state) ?? 0]);
  }
}
