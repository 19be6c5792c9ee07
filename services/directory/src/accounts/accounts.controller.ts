import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { Deletion } from '../records/deletion.js';
import { ChangeAccount } from './change-account.js';
import { CreateAccount } from './create-account.js';
import { accountDeletion } from './delete-account.js';
import { accountOf, accountsOf, type AccountView } from './list-accounts.js';
import { AccountChangesBody, AccountsQuery, NewAccountBody } from './accounts.dto.js';

const PATH = 'api/v1/accounts';

@Controller(PATH)
@UseInterceptors(Tagged)
export class AccountsController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(CreateAccount) private readonly createAccount: CreateAccount,
    @Inject(ChangeAccount) private readonly changeAccount: ChangeAccount,
    @Inject(Deletion) private readonly deletion: Deletion,
  ) {}

  @Get()
  @Described('Lists the accounts')
  @Allow(...MAY.seeTree)
  list(@CurrentCaller() caller: Caller, @Query() query: AccountsQuery): Promise<Page<AccountView>> {
    return this.database.transaction(caller.scope, (tx) => accountsOf(tx, caller, query));
  }

  @Get(':id')
  @Described('An account')
  @Allow(...MAY.seeTree)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<AccountView> {
    return this.database.transaction(caller.scope, (tx) => accountOf(tx, id));
  }

  @Post()
  @Described('Creates an account', {
    refuses: { 409: ['number_not_unique', 'sip_username_not_unique'], 422: ['unknown_customer', 'unknown_site'] },
    example: { number: '441632960101', customerId: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f', extension: '101', displayName: 'Front desk' },
  })
  @Allow(...MAY.changeTree)
  create(@CurrentCaller() caller: Caller, @Body() body: NewAccountBody, @Headers('idempotency-key') key: string | undefined): Promise<AccountView> {
    return this.once.run({ caller, path: PATH, key, body }, (tx) => this.createAccount.execute(tx, caller, body));
  }

  @Patch(':id')
  @Described('Changes an account', {
    refuses: { 409: ['number_not_unique', 'sip_username_not_unique', 'port_in_use'], 422: ['unknown_site'], 428: ['if_match_required'] },
    example: { displayName: 'Night porter' },
  })
  @Allow(...MAY.changeTree)
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: AccountChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<AccountView> {
    return this.changeAccount.execute(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @Described('Deletes an account that nothing uses', { refuses: { 409: ['in_use', 'changed_meanwhile'], 428: ['if_match_required'] } })
  @HttpCode(204)
  @Allow(...MAY.changeTree)
  delete(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deletion.execute(caller, accountDeletion, { id, ifMatch });
  }
}
