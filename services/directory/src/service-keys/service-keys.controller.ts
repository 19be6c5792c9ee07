import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { NameListQuery, RecordId } from '@ringfleet/service-kit';
import { TREE_EDITORS } from '../records/roles.js';
import { CreateServiceKey, type NewServiceKeyView } from './create-service-key.js';
import { serviceKeysOf, type ServiceKeyView } from './list-service-keys.js';
import { RevokeServiceKey } from './revoke-service-key.js';
import { NewServiceKeyBody } from './service-keys.dto.js';

@Controller('api/v1/service-keys')
export class ServiceKeysController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateServiceKey) private readonly createServiceKey: CreateServiceKey,
    @Inject(RevokeServiceKey) private readonly revokeServiceKey: RevokeServiceKey,
  ) {}

  @Get()
  @Allow('administrator', 'operator', 'reseller-admin')
  list(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ServiceKeyView>> {
    return this.database.transaction(caller.scope, (tx) => serviceKeysOf(tx, caller, query));
  }

  @Post()
  @Allow(...TREE_EDITORS)
  create(@CurrentCaller() caller: Caller, @Body() body: NewServiceKeyBody): Promise<NewServiceKeyView> {
    return this.createServiceKey.execute(caller, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow(...TREE_EDITORS)
  revoke(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<void> {
    return this.revokeServiceKey.execute(caller, id);
  }
}
