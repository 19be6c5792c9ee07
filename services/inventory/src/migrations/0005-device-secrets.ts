import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity } from '@ringfleet/persistence';

const OF_DEVICE = 'exists (select from devices d where d.id = device_id)';

export class Inventory0005DeviceSecrets extends Migration {
  override up(): void {
    for (const table of ['devices', 'device_versions']) this.addSql(provisioningFields(table));
    this.addSql(secrets());
  }
}

// PRV-03, secrets apart.
const provisioningFields = (table: string): string => `
alter table ${table}
  add column file_name text,
  add column accept_data boolean not null default false,
  add column virtual boolean not null default false,
  add column secret_version integer not null default 0;`;

// Sealed; of a device that never had any there is no row.
const secrets = (): string => `
create table device_secrets (
  device_id uuid primary key,
  version integer not null,
  secret bytea,
  http_username bytea,
  http_password bytea,
  ascii_key bytea
);
${rowLevelSecurity('device_secrets', { reseller: OF_DEVICE, customer: OF_DEVICE })}`;
