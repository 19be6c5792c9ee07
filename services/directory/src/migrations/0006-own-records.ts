import { Migration } from '@mikro-orm/migrations';
import { changeVisibility, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';

const OF_TENANT = { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` };

/** Who deletes a user of its customer takes the preferences along; a customer's key is told from a user whom nobody knows. */
export class Directory0006OwnRecords extends Migration {
  override up(): void {
    this.addSql(changeVisibility('preferences', OF_TENANT));
    this.addSql(changeVisibility('service_keys', OF_TENANT));
  }
}
