import type { Tx } from '@ringfleet/persistence';
import { audit, type AuditEntry } from '../audit/audit-entry.js';
import type { Actor } from '../records/actor.js';
import type { User } from './user.js';

/** An entry about a user, for those above it. */
export const auditUser = (tx: Tx, actor: Actor, user: User, what: Pick<AuditEntry, 'kind' | 'at' | 'details'>): Promise<void> =>
  audit(tx, {
    ...what,
    actor,
    address: actor.address,
    subject: { kind: 'user', id: user.id, name: user.name },
    owner: { resellerId: user.resellerId, customerId: user.customerId },
  });
