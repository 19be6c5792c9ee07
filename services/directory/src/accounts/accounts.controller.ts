import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { RecordId } from '@ringfleet/service-kit';
import { TREE_EDITORS, TREE_READERS } from '../records/roles.js';
import { AccountsQuery, NewAccountBody } from './accounts.dto.js';
import { CreateAccount } from './create-account.js';
import { accountOf, accountsOf, type AccountView } from './list-accounts.js';

@Controller('api/v1/accounts')
export class AccountsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateAccount) private readonly createAccount: CreateAccount,
  ) {}

  @Get()
  @Allow(...TREE_READERS)
  list(@CurrentCaller() caller: Caller, @Query() query: AccountsQuery): Promise<Page<AccountView>> {
    return this.database.transaction(caller.scope, (tx) => accountsOf(tx, caller, query));
  }

  @Get(':id')
  @Allow(...TREE_READERS)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<AccountView> {
    return this.database.transaction(caller.scope, (tx) => accountOf(tx, id));
  }

  @Post()
  @Allow(...TREE_EDITORS)
  create(@CurrentCaller() caller: Caller, @Body() body: NewAccountBody): Promise<AccountView> {
    return this.createAccount.execute(caller, body);
  }
}
