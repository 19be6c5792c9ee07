import { Migration } from '@mikro-orm/migrations';
import { tenantTables } from '@ringfleet/tenants';

/** Who has the devices section, to which imports belong (DIR-06), and whose imports are to go on. */
export class Files0004Tenants extends Migration {
  override up(): void {
    this.addSql(tenantTables());
  }
}
