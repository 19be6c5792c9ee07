import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { foundOpen, TO_CHANGE, type Wanted } from '../records/found.js';
import { save } from '../records/save.js';
import { Models } from './models.js';
import { siteOf, type SiteView } from './list-sites.js';
import { siteChanged } from './site.events.js';
import { Site, type SiteChanges } from './site.js';

@Injectable()
export class ChangeSite {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Models) private readonly models: Models,
  ) {}

  execute(caller: Caller, wanted: Wanted, changes: SiteChanges): Promise<SiteView> {
    const at = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const site = foundOpen(await tx.em.findOne(Site, { id: wanted.id }, TO_CHANGE), 'site', wanted);
      // One that was approved already may stay.
      await this.models.requireKnown((changes.approvedModelIds ?? []).filter((id) => !site.approvedModelIds.includes(id)));
      const fields = site.change(changes, at);
      if (fields.length > 0) await save(tx, site, siteChanged(site, fields, { by: caller, at }));
      return siteOf(tx, site.id);
    });
  }
}
