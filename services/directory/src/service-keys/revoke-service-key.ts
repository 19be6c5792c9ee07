import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Actor } from '../records/actor.js';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { auditKey } from './audit-key.js';
import { keyRevoked } from './service-key.events.js';
import { ServiceKey } from './service-key.js';

@Injectable()
export class RevokeServiceKey {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Revoking it again is harmless. */
  execute(actor: Actor, wanted: Wanted): Promise<void> {
    const at = this.ports.clock();
    return this.database.transaction(actor.scope, async (tx) => {
      const key = found(await tx.em.findOne(ServiceKey, { id: wanted.id }, TO_CHANGE), 'service key', wanted);
      if (key.revokedAt) return;
      key.revoke(at);
      await save(tx, key, ...keyRevoked(key, { by: actor, at }));
      await auditKey(tx, actor, key, { kind: 'key-revoked', at });
    });
  }
}
