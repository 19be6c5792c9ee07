import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { type Tx } from '@ringfleet/persistence';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { FirstCredentials } from '../demo/first-credentials.js';
import type { Actor } from '../records/actor.js';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { auditKey } from './audit-key.js';
import type { NewServiceKeyView } from './create-service-key.js';
import { serviceKeyOf } from './list-service-keys.js';
import { keyRotated } from './service-key.events.js';
import { ServiceKey } from './service-key.js';

@Injectable()
export class RotateServiceKey {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(FirstCredentials) private readonly credentials: FirstCredentials,
  ) {}

  /** The old secret gives no token any more; tokens it gave run out within the hour. */
  async execute(tx: Tx, actor: Actor, wanted: Wanted): Promise<NewServiceKeyView> {
    const at = this.ports.clock();
    const key = found(await tx.em.findOne(ServiceKey, { id: wanted.id }, TO_CHANGE), 'service key', wanted);
    if (key.revokedAt) throw new Refused(409, 'key_revoked', 'The key is revoked for good: make a new one.');
    const clientSecret = newSecret();
    key.rotate(hashSecret(clientSecret), at);
    await save(tx, key, keyRotated(key, { by: actor, at }));
    await this.credentials.replace(tx, key.id, clientSecret);
    await auditKey(tx, actor, key, { kind: 'key-rotated', at });
    return { ...(await serviceKeyOf(tx, key.id)), clientSecret };
  }
}
