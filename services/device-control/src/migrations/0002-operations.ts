import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER, SCOPE_USER } from '@ringfleet/persistence';
import { idempotencyTable } from '@ringfleet/service-kit';

export class DeviceControl0002Operations extends Migration {
  override up(): void {
    this.addSql(idempotencyTable());
    this.addSql(operations());
  }
}

/** A customer-user sees what it started itself. */
const SEEN = {
  reseller: `reseller_id = ${SCOPE_RESELLER}`,
  customer: `customer_id = ${SCOPE_CUSTOMER} and (${SCOPE_USER} = '' or by_id = ${SCOPE_USER})`,
};
const OF_OPERATION = 'exists (select from operations o where o.id = operation_id)';

const operations = (): string => `
create table operations (
  id uuid primary key,
  kind text not null,
  -- running, cancelling until what was sent is answered, then finished or cancelled.
  state text not null,
  by_id text not null,
  by_name text not null,
  by_role text not null,
  reseller_id uuid,
  customer_id uuid,
  devices integer not null,
  created_at timestamptz not null,
  -- Until then phones that are not registered are waited for.
  expires_at timestamptz not null,
  finished_at timestamptz,
  -- Of the last event.
  sequence integer not null default 0
);
create index operations_open on operations (id) where finished_at is null;
create index operations_reseller on operations (reseller_id, id);
create index operations_customer on operations (customer_id, id) where customer_id is not null;
${rowLevelSecurity('operations', SEEN)}
create table operation_devices (
  -- What the registrar knows the command by.
  id uuid primary key,
  operation_id uuid not null references operations,
  device_id uuid not null,
  name text not null,
  site_id uuid,
  outcome text collate "C" not null,
  -- Of the phone's answer.
  code integer,
  sent_at timestamptz,
  -- Set when the outcome is the last one.
  ended_at timestamptz,
  not_before timestamptz,
  -- The registration that was addressed, and how it was known: another one after it says that the phone has started again.
  aor text,
  mac text,
  address text,
  call_id text,
  registered_at timestamptz,
  unique (operation_id, device_id)
);
create index operation_devices_open on operation_devices (operation_id) where ended_at is null;
create index operation_devices_device on operation_devices (device_id) where ended_at is null;
create index operation_devices_sent on operation_devices (sent_at) where sent_at is not null;
${rowLevelSecurity('operation_devices', { reseller: OF_OPERATION, customer: OF_OPERATION })}`;
