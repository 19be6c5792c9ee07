import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, OncePerKey, RecordId, Tagged } from '@ringfleet/service-kit';
import { type Actor, CurrentActor } from '../records/actor.js';
import { Deletion } from '../records/deletion.js';
import { ChangeCustomer } from './change-customer.js';
import { CreateCustomer } from './create-customer.js';
import { customerDeletion } from './delete-customer.js';
import { customerOf, customersOf, type CustomerView } from './list-customers.js';
import { CustomerChangesBody, CustomersQuery, NewCustomerBody } from './customers.dto.js';

const PATH = 'api/v1/customers';

@Controller(PATH)
@UseInterceptors(Tagged)
export class CustomersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(CreateCustomer) private readonly createCustomer: CreateCustomer,
    @Inject(ChangeCustomer) private readonly changeCustomer: ChangeCustomer,
    @Inject(Deletion) private readonly deletion: Deletion,
  ) {}

  @Get()
  @Described('Lists the customers')
  @Allow(...MAY.seeTree)
  list(@CurrentCaller() caller: Caller, @Query() query: CustomersQuery): Promise<Page<CustomerView>> {
    return this.database.transaction(caller.scope, (tx) => customersOf(tx, caller, query));
  }

  @Get(':id')
  @Described('A customer')
  @Allow(...MAY.seeTree)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<CustomerView> {
    return this.database.transaction(caller.scope, (tx) => customerOf(tx, id));
  }

  @Post()
  @Described('Creates a customer', {
    refuses: { 409: ['name_not_unique'], 422: ['unknown_reseller'] },
    example: { name: 'Quay Hotel', provisionDevices: 'modify' },
  })
  @Allow(...MAY.changeTree)
  create(@CurrentActor() caller: Actor, @Body() body: NewCustomerBody, @Headers('idempotency-key') key: string | undefined): Promise<CustomerView> {
    return this.once.run({ caller, path: PATH, key, body }, (tx) => this.createCustomer.execute(tx, caller, body));
  }

  @Patch(':id')
  @Described('Changes a customer', {
    refuses: { 409: ['name_not_unique', 'users_exceed_customer'], 428: ['if_match_required'] },
    example: { provisionDevices: 'view', lowerUsers: true },
  })
  @Allow(...MAY.changeTree)
  change(
    @CurrentActor() caller: Actor,
    @Param('id', RecordId) id: string,
    @Body() body: CustomerChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<CustomerView> {
    return this.changeCustomer.execute(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @Described('Deletes a customer that nothing uses', { refuses: { 409: ['in_use', 'changed_meanwhile'], 428: ['if_match_required'] } })
  @HttpCode(204)
  @Allow(...MAY.changeTree)
  delete(@CurrentActor() caller: Actor, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deletion.execute(caller, customerDeletion, { id, ifMatch });
  }
}
