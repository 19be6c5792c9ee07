import { Refused, type Role, type Scope } from '@ringfleet/kernel';

/** Whose records a user or key acts for: the provider's, a reseller's, or a customer's (with that customer's reseller, if it has one). */
export interface Owner {
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

const PROVIDER_ROLES: readonly Role[] = ['administrator', 'operator'];
const isOfCustomer = (role: Role): boolean => role.startsWith('customer-');

/** A role says whom it may belong to, and nobody makes anything that may do more than its maker. Throws `Refused` 422 or 403. */
export function requireFittingOwner(maker: Scope, role: Role, { resellerId, customerId }: Owner): void {
  const isBeyond = maker.kind === 'customer' ? !isOfCustomer(role) : maker.kind === 'reseller' && PROVIDER_ROLES.includes(role);
  if (isBeyond) throw new Refused(403, 'not_permitted', `You may not give the role ${role}.`);
  if (PROVIDER_ROLES.includes(role) && (resellerId || customerId))
    throw misfit(resellerId ? 'resellerId' : 'customerId', `The role ${role} is the provider's.`);
  if (role === 'reseller-admin' && customerId) throw misfit('customerId', 'The role reseller-admin is for a whole reseller.');
  if (role === 'reseller-admin' && !resellerId) throw misfit('resellerId', 'Say which reseller it is for.', 'missing_value');
  if (isOfCustomer(role) && !customerId) throw misfit('customerId', 'Say which customer it is for.', 'missing_value');
}

const misfit = (field: string, message: string, code = 'role_does_not_fit'): Refused => new Refused(422, code, message, { errors: [{ code, field, message }] });
