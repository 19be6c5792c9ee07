import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';
import { commonTables, idempotencyTable } from '@ringfleet/service-kit';

// IMP-11: seen by the provider, and by users of the same reseller or customer.
const SEEN = { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` };
const SEEN_WITH_IMPORT = {
  reseller: `exists (select from imports i where i.id = import_id)`,
  customer: `exists (select from imports i where i.id = import_id)`,
};

export class Files0001 extends Migration {
  override up(): void {
    this.addSql(commonTables());
    this.addSql(idempotencyTable());
    this.addSql(imports());
    this.addSql(chunks());
    this.addSql(rejections());
  }
}

const IMPORT_COLUMNS = `
  id uuid primary key,
  state text not null check (state in ('accepted', 'scanning', 'running', 'cancelling', 'completed', 'failed', 'cancelled')),
  -- Why it does not get on just now; it is shown as stalled.
  stalled text,
  problem_code text,
  problem text,

  by_id text not null,
  by_name text not null,
  by_role text not null,
  reseller_id uuid,
  customer_id uuid,
  from_console boolean not null,

  file_name text not null,
  size_bytes bigint not null,
  sha256 text not null,
  column_map jsonb not null,
  -- The last import of the same content in the same scope.
  same_as uuid,
  file_removed_at timestamptz,
  -- Of the request that brought it: what is done for it belongs to that trace.
  traceparent text,

  -- Known once the file is read through: the scan whose chunk objects count, and what it found.
  scan integer,
  format text,
  columns jsonb,
  ignored_columns text[] not null default '{}',
  rows integer not null default 0,

  applied integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,

  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  -- Of the last event, and when the last ImportProgress was said.
  sequence bigint not null default 0,
  progress_at timestamptz,

  -- The lease of the scan.
  lease integer not null default 0,
  lease_until timestamptz,
  rows_read integer not null default 0,
  failures integer not null default 0,
  retry_at timestamptz`;

const imports = (): string => `
create table imports (${IMPORT_COLUMNS}
);
create index imports_to_scan on imports (created_at) where state in ('accepted', 'scanning');
create index imports_to_send on imports (id) where state in ('running', 'cancelling');
create index imports_reseller on imports (reseller_id, id);
create index imports_customer on imports (customer_id, id) where customer_id is not null;
create index imports_content on imports (sha256);
create index imports_stored_files on imports (finished_at) where file_removed_at is null;
${rowLevelSecurity('imports', SEEN)}`;

const chunks = (): string => `
create table import_chunks (
  import_id uuid not null,
  chunk integer not null,
  rows integer not null,
  first_row integer not null,
  last_row integer not null,
  sent_at timestamptz,
  answered_at timestamptz,
  -- One letter per row: a applied, u unchanged, r rejected.
  outcomes text collate "C",
  applied integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  primary key (import_id, chunk)
);
create index import_chunks_unsent on import_chunks (import_id, chunk) where sent_at is null;
create index import_chunks_in_flight on import_chunks (import_id, sent_at) where sent_at is not null and answered_at is null;
${rowLevelSecurity('import_chunks', SEEN_WITH_IMPORT)}`;

const rejections = (): string => `
create table import_rejections (
  import_id uuid not null,
  row integer not null,
  name text not null,
  -- [{column, code, message, value}]
  reasons jsonb not null,
  primary key (import_id, row)
);
${rowLevelSecurity('import_rejections', SEEN_WITH_IMPORT)}`;
