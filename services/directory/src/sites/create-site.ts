import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer } from '../customers/customer.js';
import { TO_REFER } from '../records/found.js';
import { unknownReference } from '../records/refer.js';
import { saveNew } from '../records/save.js';
import { siteOf, type SiteView } from './list-sites.js';
import { Models } from './models.js';
import { Site } from './site.js';

export interface CreateSiteCommand {
  readonly name: string;
  readonly customerId: string;
  readonly approvedModelIds?: readonly string[];
}

@Injectable()
export class CreateSite {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Models) private readonly models: Models,
  ) {}

  async execute(tx: Tx, caller: Caller, { name, customerId, approvedModelIds = [] }: CreateSiteCommand): Promise<SiteView> {
    const at = this.ports.clock();
    const customer = await tx.em.findOne(Customer, { id: customerId, closingSince: null }, TO_REFER);
    if (!customer) throw unknownReference('customerId', 'unknown_customer');
    await this.models.requireKnown(approvedModelIds);
    const site = new Site({ id: newId(), name, customerId, resellerId: customer.resellerId, approvedModelIds }, at);
    await saveNew(tx, site, { by: caller, at });
    return siteOf(tx, site.id);
  }
}
