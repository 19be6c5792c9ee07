import { Migration } from '@mikro-orm/migrations';
import { changeVisibility, SCOPE_CUSTOMER, SCOPE_RESELLER, SCOPE_USER } from '@ringfleet/persistence';

export class Inventory0003 extends Migration {
  override up(): void {
    this.addSql(tiedDevices());
  }
}

// DIR-02a: a customer-user sees the devices where an account tied to it sits. Looked up past the policies, which would ask each other in a circle.
const tiedDevices = (): string => `
create function devices_tied_to(who text) returns setof uuid language sql stable security definer set search_path = public, pg_temp as $$
  select p.device_id from ports p join users u on p.account_id = any(u.account_ids) where u.id::text = who and u.deleted_at is null $$;
revoke all on function devices_tied_to(text) from public;
${changeVisibility('devices', {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER} or (shared and customer_id is null)`,
  customer: `customer_id = ${SCOPE_CUSTOMER} and ${ofUser('id')}`,
})}
${changeVisibility('device_versions', {
  reseller: `managed_by = ${SCOPE_RESELLER} or customer_reseller_id = ${SCOPE_RESELLER}`,
  customer: `customer_id = ${SCOPE_CUSTOMER} and ${ofUser('device_id')}`,
})}`;

const ofUser = (id: string): string => `(${SCOPE_USER} = '' or ${id} = any(array(select devices_tied_to(${SCOPE_USER}))))`;
