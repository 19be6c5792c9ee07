import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER, SCOPE_USER } from '@ringfleet/persistence';

export class Inventory0014DeviceStatuses extends Migration {
  override up(): void {
    this.addSql(statuses());
  }
}

// Whether phones are registered, as device-control says it; beside the devices, so that a phone that comes or goes is no change of its device.
const statuses = (): string => `
create table device_statuses (
  id uuid primary key,
  status text collate "C" not null,
  since timestamptz not null,
  -- Whose the device was when it registered: who got it later is told nothing of before (INV-05).
  managed_by uuid,
  customer_id uuid,
  customer_reseller_id uuid,
  sequence bigint not null,
  deleted_at timestamptz
);
create index device_statuses_status on device_statuses (status, id);
${rowLevelSecurity('device_statuses', {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER}`,
  customer: `customer_id = ${SCOPE_CUSTOMER} and (${SCOPE_USER} = '' or id = any(array(select devices_tied_to(${SCOPE_USER}))))`,
})}
-- Where one is, every phone of which nothing was heard is not registered; without one nothing is known of any.
create function has_registrar() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from device_statuses) $$;
revoke all on function has_registrar() from public;`;
