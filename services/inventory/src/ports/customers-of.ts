import type { Tx } from '@ringfleet/persistence';
import { refuseByCopies } from '../devices/write-request.js';
import type { Customer } from '../tenants/tenant.js';
import { refuse } from './change-device.js';
import { type PortRefusal, refusal } from './decide-customer.js';

const CUSTOMER = `select id, name, name_key as "nameKey", reseller_id as "resellerId", permission from tenants where kind = 'customer' and id = $1 and deleted_at is null and not closing`;

/** A customer that a request names, as the scope of the transaction sees it. Throws `Refused` 422 `unknown_customer` naming the field, which directory confirms. */
export async function customerOf(tx: Tx, id: string, field: string): Promise<Customer> {
  const [known] = await tx.query<Customer>(CUSTOMER, [id]);
  return known ?? refuseFor(id, refusal(422, 'unknown_customer', field, 'There is no such customer.'));
}

/** Refuses what rests on a customer: that it is not there, or may not have devices, is directory's to say (design.md §1). */
export const refuseFor = (customerId: string, refused: PortRefusal): never => refuseByCopies(refuse(refused), { tenants: [customerId], profiles: [] });
