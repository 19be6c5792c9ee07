import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { type Actor, CurrentActor } from '../records/actor.js';
import { ChangeUser } from './change-user.js';
import { CreateUser } from './create-user.js';
import { DeleteUser } from './delete-user.js';
import { userOf, usersOf, type UserView } from './list-users.js';
import { NewUserBody, UserChangesBody, UsersQuery } from './users.dto.js';

const PATH = 'api/v1/users';

@Controller(PATH)
@UseInterceptors(Tagged)
export class UsersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(CreateUser) private readonly createUser: CreateUser,
    @Inject(ChangeUser) private readonly changeUser: ChangeUser,
    @Inject(DeleteUser) private readonly deleteUser: DeleteUser,
  ) {}

  @Get()
  @Described('Lists the users')
  @Allow(...MAY.seeUsers)
  list(@CurrentCaller() caller: Caller, @Query() query: UsersQuery): Promise<Page<UserView>> {
    return this.database.transaction(caller.scope, (tx) => usersOf(tx, caller, query));
  }

  @Get(':id')
  @Described('A user')
  @Allow(...MAY.seeUsers)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<UserView> {
    return this.database.transaction(caller.scope, (tx) => userOf(tx, id));
  }

  @Post()
  @Described('Creates a user', {
    refuses: {
      409: ['name_not_unique', 'user_exceeds_customer'],
      422: ['unknown_reseller', 'unknown_customer', 'unknown_account', 'role_does_not_fit', 'missing_value'],
    },
    example: { name: 'ann', role: 'customer-admin', customerId: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f', provisionDevices: 'view' },
  })
  @Allow(...MAY.changeUsers)
  create(@CurrentActor() caller: Actor, @Body() body: NewUserBody, @Headers('idempotency-key') key: string | undefined): Promise<UserView> {
    return this.once.run({ caller, path: PATH, key, body }, (tx) => this.createUser.execute(tx, caller, body));
  }

  @Patch(':id')
  @Described('Changes a user', {
    refuses: {
      409: ['name_not_unique', 'user_exceeds_customer', 'own_user', 'follows_issuer'],
      422: ['unknown_account', 'role_does_not_fit', 'missing_value'],
      428: ['if_match_required'],
    },
    example: { provisionDevices: 'modify' },
  })
  @Allow(...MAY.changeUsers)
  change(
    @CurrentActor() caller: Actor,
    @Param('id', RecordId) id: string,
    @Body() body: UserChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<UserView> {
    return this.changeUser.execute(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @Described('Deletes a user', { refuses: { 409: ['own_user'], 428: ['if_match_required'] } })
  @HttpCode(204)
  @Allow(...MAY.changeUsers)
  delete(@CurrentActor() caller: Actor, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deleteUser.execute(caller, { id, ifMatch });
  }
}
