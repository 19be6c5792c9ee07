import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { NameListQuery, RecordId } from '@ringfleet/service-kit';
import { TREE_READERS } from '../records/roles.js';
import { CreateReseller } from './create-reseller.js';
import { resellerOf, resellersOf, type ResellerView } from './list-resellers.js';
import { NewReseller } from './resellers.dto.js';

@Controller('api/v1/resellers')
export class ResellersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateReseller) private readonly createReseller: CreateReseller,
  ) {}

  @Get()
  @Allow(...TREE_READERS)
  list(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ResellerView>> {
    return this.database.transaction(caller.scope, (tx) => resellersOf(tx, query));
  }

  @Get(':id')
  @Allow(...TREE_READERS)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<ResellerView> {
    return this.database.transaction(caller.scope, (tx) => resellerOf(tx, id));
  }

  @Post()
  @Allow('administrator')
  create(@CurrentCaller() caller: Caller, @Body() body: NewReseller): Promise<ResellerView> {
    return this.createReseller.execute(caller, body);
  }
}
