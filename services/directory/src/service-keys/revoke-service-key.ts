import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { ServiceKey } from './service-key.js';

@Injectable()
export class RevokeServiceKey {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Revoking it again is harmless. */
  execute(caller: Caller, id: string): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const key = await tx.em.findOne(ServiceKey, { id });
      if (!key) throw notFound('service key');
      key.revoke(this.ports.clock());
    });
  }
}
