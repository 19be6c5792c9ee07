import { Migration } from '@mikro-orm/migrations';
import { OWN_CUSTOMER, OWN_RESELLER, OWN_USER, readOnly, scopeIs } from './0006-device-list.js';

export class Inventory0016StatusOrder extends Migration {
  override up(): void {
    this.addSql(order());
  }
}

// The list is sorted by status (INV-10): each kind of scope walks the statuses that it sees along an index, as it does its devices (0006).
const order = (): string => `
-- The reseller that sees it.
alter table device_statuses add column holder uuid generated always as (coalesce(managed_by, customer_reseller_id)) stored;
create index device_statuses_holder on device_statuses (holder, status, id) where holder is not null;
alter table device_statuses no force row level security;
${statuses('provider', scopeIs('system', 'provider'))}
${statuses('reseller', `${scopeIs('reseller')} and holder = ${OWN_RESELLER}`)}
${statuses('customer', `${scopeIs('customer')} and customer_id = ${OWN_CUSTOMER} and (${OWN_USER} = '' or id = any(array(select devices_tied_to(${OWN_USER}))))`)}`;

const statuses = (kind: string, seen: string): string => `
create view statuses_of_${kind} as select id, status, managed_by, customer_id from device_statuses where deleted_at is null and ${seen};
${readOnly(`statuses_of_${kind}`)}`;
