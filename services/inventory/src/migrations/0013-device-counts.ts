import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_RESELLER } from '@ringfleet/persistence';

/** Stands for all resellers, as in the list of devices. */
const SHARED_HOLDER = '00000000-0000-0000-0000-000000000000';
const SEEN = { reseller: `holder in (${SCOPE_RESELLER}, '${SHARED_HOLDER}')` };

export class Inventory0013DeviceCounts extends Migration {
  override up(): void {
    this.addSql(counts());
  }
}

// How many devices there were when they were counted last, and on each day at its end: a report reads these where there are too many devices to count for it.
// The holder is who sees them besides the provider: who manages them, else the reseller of who holds them, else all resellers where they are shared.
const counts = (): string => `
create table device_counts (
  taken_at timestamptz not null,
  holder uuid,
  managed_by uuid,
  model_id uuid not null,
  state text not null,
  devices bigint not null
);
${rowLevelSecurity('device_counts', SEEN)}
create table device_days (
  day date not null,
  holder uuid,
  state text not null,
  devices bigint not null
);
create index device_days_day on device_days (day);
${rowLevelSecurity('device_days', SEEN)}`;
