import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER, SCOPE_USER } from '@ringfleet/persistence';

export class Profiles0011Fetches extends Migration {
  override up(): void {
    this.addSql(fetches());
    this.addSql(phoneFiles());
  }
}

// Whose the device was then, so that nobody sees what came before it was theirs (INV-05).
const HOLDER = `
  managed_by uuid,
  customer_id uuid,
  customer_reseller_id uuid,`;
const SEEN = {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER}`,
  customer: `customer_id = ${SCOPE_CUSTOMER} and ${SCOPE_USER} = ''`,
};

const fetches = (): string => `
create table fetches (
  id uuid primary key,
  device_id uuid not null,
  at timestamptz not null,
  method text not null,
  file text not null,
  status smallint not null,
  -- Why not, by the code of the refusal.
  reason text,
  bytes integer not null,
  remote_ip text not null,
  user_agent text,${HOLDER}
  -- Counts those of the device; the sequence of its events.
  sequence bigint not null
);
create index fetches_device on fetches (device_id, id);
create unique index fetches_sequence on fetches (device_id, sequence);
${rowLevelSecurity('fetches', SEEN)}`;

// What phones brought (PRV-07): sealed, as it came; the last of each name.
const phoneFiles = (): string => `
create table phone_files (
  device_id uuid not null,
  name text collate "C" not null,
  content bytea not null,
  size integer not null,
  at timestamptz not null,
  remote_ip text not null,
  user_agent text,${HOLDER}
  primary key (device_id, name)
);
${rowLevelSecurity('phone_files', SEEN)}`;
