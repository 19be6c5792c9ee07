/**
 * Whose records a transaction may see and change (DIR-03). Set by the transaction, enforced by row-level security.
 * `system` is the one named scope of relays, copies and jobs.
 */
export type Scope =
  | { readonly kind: 'system' }
  | { readonly kind: 'provider' }
  | { readonly kind: 'reseller'; readonly resellerId: string }
  /** `userId`: of a customer-user, who sees what its accounts sit on and no more (DIR-02a). */
  | { readonly kind: 'customer'; readonly customerId: string; readonly resellerId: string | null; readonly userId?: string };

export const SYSTEM: Scope = { kind: 'system' };

export const ROLES = ['administrator', 'operator', 'reseller-admin', 'customer-admin', 'customer-user'] as const;
export type Role = (typeof ROLES)[number];

/** Who is calling: a person or a service key, with the role and scope it acts with (DIR-02). */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Exclude<Scope, { kind: 'system' }>;
  /** A person in the web console, by the client that the token was given to. */
  readonly fromConsole?: true;
  /** The other OpenID Connect provider whose token says all this; absent of who signs in here. */
  readonly issuer?: string;
  /** Of the token of a request; absent of a job. */
  readonly token?: { readonly issuedAt: Date; readonly expiresAt: Date };
}
