import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity } from '@ringfleet/persistence';

export class DeviceControl0003LineStates extends Migration {
  override up(): void {
    this.addSql(`create index devices_of_customer on devices (customer_id, name collate "C", id) where deleted_at is null`);
    this.addSql(reports());
  }
}

// Nobody's to read: who may have the file was looked at when it asked.
const reports = (): string => `
create table line_states_reports (
  id uuid primary key,
  -- In the order in which they asked.
  number bigint generated always as identity,
  -- Who asked, of which customer, and for what (place and filters), as one text.
  session text not null,
  customer_id uuid not null,
  question text not null,
  -- The provider sees what was before the customer had a device, others do not (INV-05).
  seen_as text not null,
  -- waiting, making, made.
  state text not null,
  -- The report whose file it waits for, instead of making one.
  follows uuid,
  started_at timestamptz,
  -- Of who waits or makes it: without it, it is gone.
  lease_until timestamptz not null,
  -- Whether everybody who may ask would have been told the same.
  same_for_all boolean,
  made_at timestamptz,
  -- The csv file, compressed.
  content bytea
);
alter table line_states_reports alter column content set storage external;
${rowLevelSecurity('line_states_reports')}`;
