import { newId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';

export const AUDIT_KINDS = [
  'signed-in',
  'sign-in-failed',
  'key-used',
  'key-created',
  'key-rotated',
  'key-revoked',
  'user-created',
  'user-changed',
  'user-deleted',
  'permission-changed',
  'signing-keys-replaced',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** What happened to whose access. */
export interface AuditEntry {
  readonly kind: AuditKind;
  readonly at: Date;
  /** Who did it; null for somebody unknown, as in a failed sign-in. */
  readonly actor: { readonly id: string; readonly name: string } | null;
  /** The IP address it came from; null where it came from nowhere. */
  readonly address: string | null;
  /** Whom it is about: the user, the key, the customer. */
  readonly subject: { readonly kind: 'user' | 'service-key' | 'customer' | 'client'; readonly id: string; readonly name: string };
  /** Whose records the subject acts for; who stands above them may read the entry. */
  readonly owner: { readonly resellerId: string | null; readonly customerId: string | null };
  /** The fields that changed, and their values where they are no secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes the entry in the transaction of what it tells of. */
export async function audit(tx: Tx, { kind, at, actor, address, subject, owner, details = {} }: AuditEntry): Promise<void> {
  const who = [newId(), at, kind, actor?.id ?? null, actor?.name ?? null, address];
  const whom = [subject.kind, subject.id, subject.name, JSON.stringify(details), owner.resellerId, owner.customerId];
  await tx.query(
    `insert into audit_entries (id, at, kind, actor_id, actor_name, address, subject_kind, subject_id, subject_name, details, reseller_id, customer_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12)`,
    [...who, ...whom],
  );
}
