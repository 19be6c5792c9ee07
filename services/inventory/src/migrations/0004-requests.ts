import { Migration } from '@mikro-orm/migrations';
import { idempotencyTable } from '@ringfleet/service-kit';

export class Inventory0004Requests extends Migration {
  override up(): void {
    this.addSql(idempotencyTable());
  }
}
