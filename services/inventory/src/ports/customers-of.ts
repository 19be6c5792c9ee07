import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '@ringfleet/persistence';
import { Owners } from '../imports/owners.js';
import type { Customer } from '../tenants/tenant.js';
import { refusal } from './decide-customer.js';
import { refuse } from './change-device.js';

const CUSTOMER = `select id, name, name_key as "nameKey", reseller_id as "resellerId", permission from tenants where kind = 'customer' and id = $1 and deleted_at is null`;

/** Customers of requests, as the scope of the transaction sees them. */
@Injectable()
export class CustomersOf {
  constructor(@Inject(Owners) private readonly owners: Owners) {}

  /** That it is not there, or may not have devices, is directory's to say (design.md §1). Throws `Refused` 422 `unknown_customer` naming the field. */
  async require(tx: Tx, id: string, field: string): Promise<Customer> {
    const read = async (): Promise<Customer | undefined> => (await tx.query<Customer>(CUSTOMER, [id]))[0];
    const copy = await read();
    if (copy?.permission === 'modify') return copy;
    const known = (await this.owners.askPermissions({ kind: 'customer', customerId: id, resellerId: null })) ? await read() : copy;
    if (!known) throw refuse(refusal(422, 'unknown_customer', field, 'There is no such customer.'));
    return known;
  }
}
