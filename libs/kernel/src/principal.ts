import { type Caller, type Role, ROLES } from './scope.js';

/** A caller as messages between services name it (`ringfleet.common.v1.Principal`); '' is none. */
export interface PrincipalFields {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly resellerId: string;
  readonly customerId: string;
}

/** Whom a job or a query of another service acts for. Throws for a role that nobody has. */
export function callerOfPrincipal({ id, name, role, resellerId, customerId }: PrincipalFields): Caller {
  const known = ROLES.find((one): one is Role => one === role);
  if (!known) throw new Error(`The role ${role} is not known.`);
  const caller = { id, name, role: known };
  if (customerId !== '') return { ...caller, scope: { kind: 'customer', customerId, resellerId: resellerId || null } };
  return { ...caller, scope: resellerId === '' ? { kind: 'provider' } : { kind: 'reseller', resellerId } };
}

export const principalOf = ({ id, name, role, scope }: Caller): PrincipalFields => ({
  id,
  name,
  role,
  resellerId: ('resellerId' in scope && scope.resellerId) || '',
  customerId: 'customerId' in scope ? scope.customerId : '',
});
