import { Migration } from '@mikro-orm/migrations';
import { tenantTables } from '@ringfleet/tenants';

export class Notifications0002Tenants extends Migration {
  override up(): void {
    this.addSql(tenantTables());
  }
}
