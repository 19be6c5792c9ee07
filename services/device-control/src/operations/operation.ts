import type { Starter } from '@ringfleet/kernel';
import { NO_ANSWER, NOT_ADDRESSABLE, NOT_REGISTERED } from '../registrar/registrar.js';

export const KINDS = ['restart', 'resync'] as const;
export type Kind = (typeof KINDS)[number];

/**
 * What becomes of a device (CTL-03). `waiting` for its turn, or until it registers; `sending` until the phone answers; `sent`: it took the word. The rest is final, and so is
 * `sent` of a resync where it cannot be seen that the phone fetches its configuration, as it has none here.
 */
export const OUTCOMES = ['waiting', 'sending', 'sent', 'confirmed', 'no_effect', 'timed_out', 'not_registered', 'refused', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface OperationRecord extends Starter {
  readonly id: string;
  readonly kind: Kind;
  readonly state: 'running' | 'cancelling' | 'finished' | 'cancelled';
  readonly devices: number;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly finished_at: Date | null;
}

export const OPERATION_FIELDS = 'id, kind, state, by_id, by_name, by_role, reseller_id, customer_id, devices, created_at, expires_at, finished_at';

/** SQL: whether the device `v` is there, and still one of those of who started the operation `o`: it may have gone to another meanwhile. */
export const IS_STARTERS = `v.deleted_at is null and case
  when o.customer_id is not null then v.customer_id = o.customer_id and (o.by_role <> 'customer-user' or v.id in (select devices_tied_to(o.by_id)))
  when o.reseller_id is not null then o.reseller_id in (v.managed_by, v.customer_reseller_id) else true end`;

/** An operation as the API shows it. */
export interface OperationView {
  readonly id: string;
  readonly kind: Kind;
  readonly state: OperationRecord['state'];
  readonly devices: number;
  /** By outcome; those that no device has are left out. */
  readonly counts: Readonly<Partial<Record<Outcome, number>>>;
  readonly startedBy: { readonly id: string; readonly name: string };
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
  startedBy: { id: record.by_id, name: record.by_name },
  createdAt: record.created_at.toISOString(),
  expiresAt: record.expires_at.toISOString(),
  finishedAt: record.finished_at?.toISOString() ?? null,
});

/**
 * What the answer of a phone, or of the registrar for it, means.
 * @param isSeen whether it can be seen that the phone does it
 */
export function outcomeOf(isSeen: boolean, code: number): { readonly outcome: Outcome; readonly isLast: boolean } {
  if (code === NOT_REGISTERED) return { outcome: 'waiting', isLast: false };
  if (code >= 200 && code < 300) return { outcome: 'sent', isLast: !isSeen };
  if (code === NO_ANSWER) return { outcome: 'timed_out', isLast: true };
  return { outcome: 'refused', isLast: true };
}

/** As SIP has it; null of what is the registrar's own. */
export const sipCode = (code: number): number | null => (code === NOT_REGISTERED || code === NOT_ADDRESSABLE ? null : code);
