import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { found, TO_CHANGE, type Wanted } from '../records/found.js';
import { erase } from '../records/save.js';
import { Uses } from '../records/uses.js';
import { siteDeleted } from './site.events.js';
import { Site } from './site.js';

@Injectable()
export class DeleteSite {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  execute(caller: Caller, wanted: Wanted): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const site = found(await tx.em.findOne(Site, { id: wanted.id }, TO_CHANGE), 'site', wanted);
      await this.uses.refuseIfUsed(tx, site.id, { accounts: 'site_id = $1' });
      await erase(tx, site, ...siteDeleted(site, { by: caller, at: this.ports.clock() }));
    });
  }
}
