import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, NameListQuery, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { type Actor, CurrentActor } from '../records/actor.js';
import { CreateServiceKey, type NewServiceKeyView } from './create-service-key.js';
import { serviceKeyOf, serviceKeysOf, type ServiceKeyView } from './list-service-keys.js';
import { RevokeServiceKey } from './revoke-service-key.js';
import { RotateServiceKey } from './rotate-service-key.js';
import { NewServiceKeyBody } from './service-keys.dto.js';

const PATH = 'api/v1/service-keys';

@Controller(PATH)
@UseInterceptors(Tagged)
export class ServiceKeysController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(CreateServiceKey) private readonly createServiceKey: CreateServiceKey,
    @Inject(RotateServiceKey) private readonly rotateServiceKey: RotateServiceKey,
    @Inject(RevokeServiceKey) private readonly revokeServiceKey: RevokeServiceKey,
  ) {}

  @Get()
  @Described('Lists the service keys, revoked ones too')
  @Allow(...MAY.seeKeys)
  list(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ServiceKeyView>> {
    return this.database.transaction(caller.scope, (tx) => serviceKeysOf(tx, caller, query));
  }

  @Get(':id')
  @Described('A service key')
  @Allow(...MAY.seeKeys)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<ServiceKeyView> {
    return this.database.transaction(caller.scope, (tx) => serviceKeyOf(tx, id));
  }

  @Post()
  @Described('Makes a service key: the answer is the only one that shows its secret', {
    refuses: { 422: ['unknown_reseller', 'unknown_customer', 'role_does_not_fit', 'missing_value'] },
    example: { name: 'stock system', role: 'reseller-admin', resellerId: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f' },
  })
  @Allow(...MAY.changeKeys)
  create(@CurrentActor() actor: Actor, @Body() body: NewServiceKeyBody, @Headers('idempotency-key') key: string | undefined): Promise<NewServiceKeyView> {
    return this.once.run({ caller: actor, path: PATH, key, body }, (tx) => this.createServiceKey.execute(tx, actor, body));
  }

  @Post(':id/rotate')
  @Described('Gives a service key a new secret; the old one is void', { refuses: { 409: ['key_revoked'], 428: ['if_match_required'] } })
  @HttpCode(200)
  @Allow(...MAY.changeKeys)
  rotate(
    @CurrentActor() actor: Actor,
    @Param('id', RecordId) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<NewServiceKeyView> {
    return this.once.run({ caller: actor, path: `${PATH}/:id/rotate`, key, body: { id } }, (tx) => this.rotateServiceKey.execute(tx, actor, { id, ifMatch }));
  }

  @Delete(':id')
  @Described('Revokes a service key for good', { refuses: { 428: ['if_match_required'] } })
  @HttpCode(204)
  @Allow(...MAY.changeKeys)
  revoke(@CurrentActor() actor: Actor, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.revokeServiceKey.execute(actor, { id, ifMatch });
  }
}
