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

/** Who started a job, in the columns in which each service's table of jobs has it. */
export interface Starter {
  readonly by_id: string;
  readonly by_name: string;
  readonly by_role: string;
  readonly reseller_id: string | null;
  readonly customer_id: string | null;
}

/** In the order of the columns. */
export function starterOf(caller: Caller): Starter {
  const { id, name, role, resellerId, customerId } = principalOf(caller);
  return { by_id: id, by_name: name, by_role: role, reseller_id: resellerId || null, customer_id: customerId || null };
}

export const principalOfStarter = (row: Starter): PrincipalFields => ({
  id: row.by_id,
  name: row.by_name,
  role: row.by_role,
  resellerId: row.reseller_id ?? '',
  customerId: row.customer_id ?? '',
});
