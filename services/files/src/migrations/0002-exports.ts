import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';

// IMP-11: seen by the provider, and by users of the same reseller or customer.
const SEEN = { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` };

export class Files0002 extends Migration {
  override up(): void {
    this.addSql(exports());
  }
}

const exports = (): string => `
create table exports (
  id uuid primary key,
  kind text not null check (kind in ('devices')),
  state text not null check (state in ('accepted', 'running', 'completed', 'failed', 'cancelled')),
  -- Why it does not get on just now; it is shown as stalled.
  stalled text,
  problem_code text,
  problem text,

  by_id text not null,
  by_name text not null,
  by_role text not null,
  reseller_id uuid,
  customer_id uuid,

  format text not null check (format in ('csv', 'xlsx')),
  filter jsonb not null,
  sort text not null,
  -- null: all.
  columns text[],
  file_name text not null,
  -- Of the request that started it: what is done for it belongs to that trace.
  traceparent text,

  -- The lease whose file counts.
  file integer,
  size_bytes bigint,
  file_removed_at timestamptz,
  rows bigint not null default 0,
  -- May be an estimate while it runs.
  total bigint,

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
create index exports_to_make on exports (created_at) where state in ('accepted', 'running');
create index exports_reseller on exports (reseller_id, id);
create index exports_customer on exports (customer_id, id) where customer_id is not null;
create index exports_stored_files on exports (finished_at) where file_removed_at is null;
${rowLevelSecurity('exports', SEEN)}`;
