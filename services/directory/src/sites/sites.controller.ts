import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { Deletion } from '../records/deletion.js';
import { ChangeSite } from './change-site.js';
import { CreateSite } from './create-site.js';
import { siteDeletion } from './delete-site.js';
import { siteOf, sitesOf, type SiteView } from './list-sites.js';
import { NewSiteBody, SiteChangesBody, SitesQuery } from './sites.dto.js';

const PATH = 'api/v1/sites';

@Controller(PATH)
@UseInterceptors(Tagged)
export class SitesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(CreateSite) private readonly createSite: CreateSite,
    @Inject(ChangeSite) private readonly changeSite: ChangeSite,
    @Inject(Deletion) private readonly deletion: Deletion,
  ) {}

  @Get()
  @Described('Lists the sites')
  @Allow(...MAY.seeTree)
  list(@CurrentCaller() caller: Caller, @Query() query: SitesQuery): Promise<Page<SiteView>> {
    return this.database.transaction(caller.scope, (tx) => sitesOf(tx, caller, query));
  }

  @Get(':id')
  @Described('A site')
  @Allow(...MAY.seeTree)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<SiteView> {
    return this.database.transaction(caller.scope, (tx) => siteOf(tx, id));
  }

  @Post()
  @Described('Creates a site', {
    refuses: { 409: ['name_not_unique'], 422: ['unknown_customer', 'unknown_model'] },
    example: { name: 'Front desk', customerId: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f' },
  })
  @Allow(...MAY.changeTree)
  create(@CurrentCaller() caller: Caller, @Body() body: NewSiteBody, @Headers('idempotency-key') key: string | undefined): Promise<SiteView> {
    return this.once.run({ caller, path: PATH, key, body }, (tx) => this.createSite.execute(tx, caller, body));
  }

  @Patch(':id')
  @Described('Changes a site', { refuses: { 409: ['name_not_unique'], 422: ['unknown_model'], 428: ['if_match_required'] }, example: { name: 'Back office' } })
  @Allow(...MAY.changeTree)
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: SiteChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<SiteView> {
    return this.changeSite.execute(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @Described('Deletes a site that nothing uses', { refuses: { 409: ['in_use', 'changed_meanwhile'], 428: ['if_match_required'] } })
  @HttpCode(204)
  @Allow(...MAY.changeTree)
  delete(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deletion.execute(caller, siteDeletion, { id, ifMatch });
  }
}
