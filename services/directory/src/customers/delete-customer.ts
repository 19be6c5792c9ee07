import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { erase } from '../records/save.js';
import { Uses } from '../records/uses.js';
import { forgetRevokedKeys } from '../service-keys/forget-revoked-keys.js';
import { customerDeleted } from './customer.events.js';
import { Customer } from './customer.js';

const REFERRING = {
  sites: 'customer_id = $1',
  accounts: 'customer_id = $1',
  users: 'customer_id = $1',
  service_keys: 'customer_id = $1 and revoked_at is null',
} as const;

@Injectable()
export class DeleteCustomer {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  execute(caller: Caller, wanted: Wanted): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const customer = found(await tx.em.findOne(Customer, { id: wanted.id }, TO_CHANGE), 'customer', wanted);
      await this.uses.refuseIfUsed(tx, customer.id, REFERRING);
      await forgetRevokedKeys(tx, 'customer_id', customer.id);
      await erase(tx, customer, ...customerDeleted(customer, { by: caller, at: this.ports.clock() }));
    });
  }
}
