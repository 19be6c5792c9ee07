import type { Tx } from '@ringfleet/persistence';
import { audit, type AuditEntry } from '../audit/audit-entry.js';
import type { Actor } from '../records/actor.js';
import type { ServiceKey } from './service-key.js';

/** An entry about a key, for those above whom it acts for. */
export const auditKey = (tx: Tx, actor: Actor, key: ServiceKey, what: Pick<AuditEntry, 'kind' | 'at' | 'details'>): Promise<void> =>
  audit(tx, {
    ...what,
    actor,
    address: actor.address,
    subject: { kind: 'service-key', id: key.id, name: key.name },
    owner: { resellerId: key.resellerId, customerId: key.customerId },
  });
