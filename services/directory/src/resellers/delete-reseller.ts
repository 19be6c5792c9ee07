import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { erase } from '../records/save.js';
import { Uses } from '../records/uses.js';
import { forgetRevokedKeys } from '../service-keys/forget-revoked-keys.js';
import { resellerDeleted } from './reseller.events.js';
import { Reseller } from './reseller.js';

const REFERRING = {
  customers: 'reseller_id = $1',
  users: 'reseller_id = $1 and customer_id is null',
  service_keys: 'reseller_id = $1 and customer_id is null and revoked_at is null',
} as const;

@Injectable()
export class DeleteReseller {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  execute(caller: Caller, wanted: Wanted): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const reseller = found(await tx.em.findOne(Reseller, { id: wanted.id }, TO_CHANGE), 'reseller', wanted);
      await this.uses.refuseIfUsed(tx, reseller.id, REFERRING);
      await forgetRevokedKeys(tx, 'reseller_id', reseller.id);
      await erase(tx, reseller, ...resellerDeleted(reseller, { by: caller, at: this.ports.clock() }));
    });
  }
}
