import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity } from '@ringfleet/persistence';

const OF_DEVICE = 'exists (select from devices d where d.id = device_id)';

export class Inventory0008DeviceReferences extends Migration {
  override up(): void {
    this.addSql(references());
  }
}

// INV-09. One that blocks keeps its device by the foreign key, whoever was faster; the others go before it.
const references = (): string => `
create table device_references (
  id uuid primary key,
  device_id uuid not null references devices (id),
  what text not null,
  link text,
  blocks_delete boolean not null,
  by_id text not null,
  by_name text not null,
  created_at timestamptz not null
);
create index device_references_device on device_references (device_id);
${rowLevelSecurity('device_references', { reseller: OF_DEVICE, customer: OF_DEVICE })}`;
