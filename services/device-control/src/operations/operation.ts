import { type Caller, callerOfPrincipal, principalOf } from '@ringfleet/kernel';
import { NO_ANSWER, NOT_ADDRESSABLE, NOT_REGISTERED } from '../registrar/registrar.js';

export const KINDS = ['restart', 'resync'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What becomes of a device (CTL-03). `waiting` for its turn, or until it registers; `sending` until the phone answers; `sent`: it took the word. The rest is final, and so is
 * `sent` of a resync.
 */
export const OUTCOMES = ['waiting', 'sending', 'sent', 'confirmed', 'no_effect', 'timed_out', 'not_registered', 'refused', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface OperationRecord {
  readonly id: string;
  readonly kind: Kind;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled';
  readonly by_id: string;
  readonly by_name: string;
  readonly by_role: string;
  readonly reseller_id: string | null;
  readonly customer_id: string | null;
  readonly devices: number;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly finished_at: Date | null;
}

export const OPERATION_FIELDS = 'id, kind, state, by_id, by_name, by_role, reseller_id, customer_id, devices, created_at, expires_at, finished_at';

/** An operation as the API shows it. */
export interface OperationView {
  readonly id: string;
  readonly kind: Kind;
  readonly state: OperationRecord['state'];
  readonly devices: number;
  /** By outcome; those that no device has are left out. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly startedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly finishedAt: string | null;
}

export const operationView = (record: OperationRecord, counts: OperationView['counts']): OperationView => ({
  id: record.id,
  kind: record.kind,
  state: record.state,
  devices: record.devices,
  counts,
  startedBy: record.by_name,
  createdAt: record.created_at.toISOString(),
  expiresAt: record.expires_at.toISOString(),
  finishedAt: record.finished_at?.toISOString() ?? null,
});

export const callerOfOperation = (record: OperationRecord): Caller =>
  callerOfPrincipal({
    id: record.by_id,
    name: record.by_name,
    role: record.by_role,
    resellerId: record.reseller_id ?? '',
    customerId: record.customer_id ?? '',
  });

/** The columns by_id, by_name, by_role, reseller_id, customer_id of who starts one. */
export function startedBy(caller: Caller): (string | null)[] {
  const { id, name, role, resellerId, customerId } = principalOf(caller);
  return [id, name, role, resellerId || null, customerId || null];
}

/** What the answer of a phone, or of the registrar for it, means. */
export function outcomeOf(kind: Kind, code: number): { readonly outcome: Outcome; readonly isLast: boolean } {
  if (code === NOT_REGISTERED) return { outcome: 'waiting', isLast: false };
  if (code >= 200 && code < 300) return { outcome: 'sent', isLast: kind === 'resync' };
  if (code === NO_ANSWER) return { outcome: 'timed_out', isLast: true };
  return { outcome: 'refused', isLast: true };
}

/** As SIP has it; null of what is the registrar's own. */
export const sipCode = (code: number): number | null => (code === NOT_REGISTERED || code === NOT_ADDRESSABLE ? null : code);
