import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { RecordId } from '@ringfleet/service-kit';
import { TREE_EDITORS, TREE_READERS } from '../records/roles.js';
import { CreateSite } from './create-site.js';
import { siteOf, sitesOf, type SiteView } from './list-sites.js';
import { NewSiteBody, SitesQuery } from './sites.dto.js';

@Controller('api/v1/sites')
export class SitesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateSite) private readonly createSite: CreateSite,
  ) {}

  @Get()
  @Allow(...TREE_READERS)
  list(@CurrentCaller() caller: Caller, @Query() query: SitesQuery): Promise<Page<SiteView>> {
    return this.database.transaction(caller.scope, (tx) => sitesOf(tx, caller, query));
  }

  @Get(':id')
  @Allow(...TREE_READERS)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<SiteView> {
    return this.database.transaction(caller.scope, (tx) => siteOf(tx, id));
  }

  @Post()
  @Allow(...TREE_EDITORS)
  create(@CurrentCaller() caller: Caller, @Body() body: NewSiteBody): Promise<SiteView> {
    return this.createSite.execute(caller, body);
  }
}
