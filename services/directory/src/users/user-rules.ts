import { Refused, type Role, type Scope } from '@ringfleet/kernel';
import { type Customer, exceeds, type ProvisionDevices } from '../customers/customer.js';
import type { UserClaims } from './user.js';

/** What is asked for a user. */
export interface UserRights {
  readonly role: Role;
  readonly provisionDevices: ProvisionDevices;
  readonly accountIds: readonly string[];
}

const refusal = (status: number, code: string, field: string, message: string): Refused =>
  new Refused(status, code, message, { errors: [{ code, field, message }] });

/** A reseller has its customers and below, not itself (DIR-02a): its own users are the provider's to change. Throws `Refused` 403. */
export function requireRightOver(maker: Scope, { customerId }: { readonly customerId: string | null }): void {
  if (maker.kind !== 'provider' && !customerId) throw new Refused(403, 'not_permitted', "Users of a reseller are the provider's to make, change and delete.");
}

/** Permission and accounts are for users of a customer, and a user never exceeds its customer (DIR-04). Throws `Refused` 422 or 409. */
export function requireFittingRights({ role, provisionDevices, accountIds }: UserRights, customer: Pick<Customer, 'provisionDevices'> | null): void {
  if (accountIds.length > 0 && role !== 'customer-user') throw refusal(422, 'role_does_not_fit', 'accountIds', 'Only a customer-user is tied to accounts.');
  if (!customer && provisionDevices !== 'none') {
    throw refusal(422, 'role_does_not_fit', 'provisionDevices', `The role ${role} decides; only users of a customer have the permission.`);
  }
  if (customer && exceeds(provisionDevices, customer.provisionDevices)) {
    const message = `The customer itself has ${customer.provisionDevices}: a user never has more.`;
    throw refusal(409, 'user_exceeds_customer', 'provisionDevices', message);
  }
}

/** What another issuer says of its users would be back with the next sign-in. Throws `Refused` 409. */
export function requireOwnWord(
  user: { readonly issuer: string | null; readonly name: string; readonly role: Role },
  { name, role }: Partial<UserClaims>,
): void {
  const differs = (name !== undefined && name !== user.name) || (role !== undefined && role !== user.role);
  if (user.issuer !== null && differs) throw new Refused(409, 'follows_issuer', `Name and role are said by ${user.issuer}: change them there.`);
}
