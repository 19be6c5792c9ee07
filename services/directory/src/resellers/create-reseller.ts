import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { save } from '../records/save.js';
import { resellerOf, type ResellerView } from './list-resellers.js';
import { resellerCreated } from './reseller.events.js';
import { Reseller } from './reseller.js';

@Injectable()
export class CreateReseller {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, { name }: { readonly name: string }): Promise<ResellerView> {
    const at = this.ports.clock();
    const reseller = new Reseller(newId(), name, at);
    return this.database.transaction(caller.scope, async (tx) => {
      await save(tx, reseller, resellerCreated(reseller, { by: caller, at }));
      return resellerOf(tx, reseller.id);
    });
  }
}
