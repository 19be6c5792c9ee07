import { Migration } from '@mikro-orm/migrations';

export class DeviceControl0004Fetches extends Migration {
  override up(): void {
    this.addSql(`
alter table devices add column profile_id uuid;
-- When its phone fetched its configuration after it was told something.
alter table operation_devices add column fetched_at timestamptz;`);
  }
}
