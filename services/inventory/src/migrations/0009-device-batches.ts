import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';

// As imports: seen by the provider, and by users of the same reseller or customer.
const SEEN = { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` };
const OF_BATCH = 'exists (select from device_batches b where b.id = batch_id)';

export class Inventory0009DeviceBatches extends Migration {
  override up(): void {
    this.addSql(batches());
    this.addSql(chunks());
  }
}

const batches = (): string => `
create table device_batches (
  id uuid primary key,
  state text not null check (state in ('accepted', 'running', 'completed', 'cancelled')),
  -- Why it does not get on just now; it is shown as stalled.
  stalled text,
  problem_code text,
  problem text,

  by_id text not null,
  by_name text not null,
  by_role text not null,
  reseller_id uuid,
  customer_id uuid,

  -- null where devices were named one by one.
  filter jsonb,
  managed_by text,
  change jsonb not null,
  -- Of the request that started it: what is done for it belongs to that trace.
  traceparent text,

  devices integer not null default 0,
  chunks integer not null default 0,
  applied integer not null default 0,
  unchanged integer not null default 0,
  refused integer not null default 0,

  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- Of the last event.
  sequence integer not null default 0,

  lease integer not null default 0,
  lease_until timestamptz,
  failures integer not null default 0,
  retry_at timestamptz
);
create index device_batches_to_run on device_batches (created_at) where state in ('accepted', 'running');
create index device_batches_reseller on device_batches (reseller_id, id);
create index device_batches_customer on device_batches (customer_id, id) where customer_id is not null;
${rowLevelSecurity('device_batches', SEEN)}`;

// The selected devices as they were at the request, many to a row: what became of them is written with the devices, and a row of its own for each would be half the cost.
const chunks = (): string => `
create table device_batch_chunks (
  batch_id uuid not null references device_batches,
  chunk integer not null,
  device_ids uuid[] not null,
  names text[] not null,
  -- By device; null until the chunk is done.
  outcomes text[],
  -- Of refused devices, by place in the chunk from 0.
  reasons jsonb,
  primary key (batch_id, chunk)
);
${rowLevelSecurity('device_batch_chunks', { reseller: OF_BATCH, customer: OF_BATCH })}`;
