import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, NameListQuery, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { Deletion } from '../records/deletion.js';
import { ChangeReseller } from './change-reseller.js';
import { CreateReseller } from './create-reseller.js';
import { resellerDeletion } from './delete-reseller.js';
import { resellerOf, resellersOf, type ResellerView } from './list-resellers.js';
import { NewResellerBody, ResellerChangesBody } from './resellers.dto.js';

const PATH = 'api/v1/resellers';

@Controller(PATH)
@UseInterceptors(Tagged)
export class ResellersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(CreateReseller) private readonly createReseller: CreateReseller,
    @Inject(ChangeReseller) private readonly changeReseller: ChangeReseller,
    @Inject(Deletion) private readonly deletion: Deletion,
  ) {}

  @Get()
  @Described('Lists the resellers')
  @Allow(...MAY.seeTree)
  list(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ResellerView>> {
    return this.database.transaction(caller.scope, (tx) => resellersOf(tx, query));
  }

  @Get(':id')
  @Described('A reseller')
  @Allow(...MAY.seeTree)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<ResellerView> {
    return this.database.transaction(caller.scope, (tx) => resellerOf(tx, id));
  }

  @Post()
  @Described('Creates a reseller', { refuses: { 409: ['name_not_unique'] }, example: { name: 'North Telecom', lineStatesReport: true } })
  @Allow(...MAY.changeResellers)
  create(@CurrentCaller() caller: Caller, @Body() body: NewResellerBody, @Headers('idempotency-key') key: string | undefined): Promise<ResellerView> {
    return this.once.run({ caller, path: PATH, key, body }, (tx) => this.createReseller.execute(tx, caller, body));
  }

  @Patch(':id')
  @Described('Changes a reseller', { refuses: { 409: ['name_not_unique'], 428: ['if_match_required'] }, example: { name: 'North Telecom Ltd' } })
  @Allow(...MAY.changeResellers)
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: ResellerChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ResellerView> {
    return this.changeReseller.execute(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @Described('Deletes a reseller that nothing uses', { refuses: { 409: ['in_use', 'changed_meanwhile'], 428: ['if_match_required'] } })
  @HttpCode(204)
  @Allow(...MAY.changeResellers)
  delete(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deletion.execute(caller, resellerDeletion, { id, ifMatch });
  }
}
