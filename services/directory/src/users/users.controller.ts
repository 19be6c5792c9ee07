import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { RecordId } from '@ringfleet/service-kit';
import { type Actor, CurrentActor } from '../records/actor.js';
import { OncePerKey } from '../records/once-per-key.js';
import { MAY } from '../records/roles.js';
import { Tagged } from '../records/tagged.js';
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
  @Allow(...MAY.seeUsers)
  list(@CurrentCaller() caller: Caller, @Query() query: UsersQuery): Promise<Page<UserView>> {
    return this.database.transaction(caller.scope, (tx) => usersOf(tx, caller, query));
  }

  @Get(':id')
  @Allow(...MAY.seeUsers)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<UserView> {
    return this.database.transaction(caller.scope, (tx) => userOf(tx, id));
  }

  @Post()
  @Allow(...MAY.changeUsers)
  create(@CurrentActor() caller: Actor, @Body() body: NewUserBody, @Headers('idempotency-key') key: string | undefined): Promise<UserView> {
    return this.once.run({ caller, path: PATH, key, body }, (tx) => this.createUser.execute(tx, caller, body));
  }

  @Patch(':id')
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
  @HttpCode(204)
  @Allow(...MAY.changeUsers)
  delete(@CurrentActor() caller: Actor, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deleteUser.execute(caller, { id, ifMatch });
  }
}
