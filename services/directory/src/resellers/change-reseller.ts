import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { foundOpen, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { resellerOf, type ResellerView } from './list-resellers.js';
import { resellerChanged } from './reseller.events.js';
import { Reseller, type ResellerChanges } from './reseller.js';

@Injectable()
export class ChangeReseller {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, wanted: Wanted, changes: ResellerChanges): Promise<ResellerView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const reseller = foundOpen(await tx.em.findOne(Reseller, { id: wanted.id }, TO_CHANGE), 'reseller', wanted);
      const fields = reseller.change(changes, at);
      if (fields.length > 0) await save(tx, reseller, resellerChanged(reseller, fields, { by: caller, at }));
      return resellerOf(tx, reseller.id);
    });
  }
}
