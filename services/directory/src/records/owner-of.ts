import type { Caller, Role } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { Customer } from '../customers/customer.js';
import { Reseller } from '../resellers/reseller.js';
import type { Owner } from './fitting-owner.js';
import { TO_REFER } from './found.js';
import { unknownReference } from './refer.js';

export interface NamedOwner {
  readonly role: Role;
  readonly resellerId?: string | null;
  readonly customerId?: string | null;
}

/** What the caller may not see is unknown (DIR-03). Who acts for a customer carries the customer's reseller; callers need not name the reseller or customer they are. */
export async function ownerOf(tx: Tx, { scope }: Caller, { role, resellerId, ...named }: NamedOwner): Promise<Owner> {
  if (resellerId && !(await tx.em.findOne(Reseller, { id: resellerId, closingSince: null }, TO_REFER)))
    throw unknownReference('resellerId', 'unknown_reseller');
  const customerId = named.customerId ?? (scope.kind === 'customer' ? scope.customerId : null);
  if (customerId) {
    const customer = await tx.em.findOne(Customer, { id: customerId, closingSince: null }, TO_REFER);
    if (!customer || (resellerId && customer.resellerId !== resellerId)) throw unknownReference('customerId', 'unknown_customer');
    return { customerId, resellerId: customer.resellerId };
  }
  const own = role === 'reseller-admin' && scope.kind === 'reseller' ? scope.resellerId : null;
  return { customerId: null, resellerId: resellerId ?? own };
}
