import { Body, Controller, Get, Headers, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { entityTag, RecordId } from '@ringfleet/service-kit';
import type { Response } from 'express';
import { TREE_EDITORS, TREE_READERS } from '../records/roles.js';
import { ChangeCustomer } from './change-customer.js';
import { CreateCustomer } from './create-customer.js';
import { CustomerChangesBody, CustomersQuery, NewCustomerBody } from './customers.dto.js';
import { customerOf, customersOf, type CustomerView } from './list-customers.js';

@Controller('api/v1/customers')
export class CustomersController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateCustomer) private readonly createCustomer: CreateCustomer,
    @Inject(ChangeCustomer) private readonly changeCustomer: ChangeCustomer,
  ) {}

  @Get()
  @Allow(...TREE_READERS)
  list(@CurrentCaller() caller: Caller, @Query() query: CustomersQuery): Promise<Page<CustomerView>> {
    return this.database.transaction(caller.scope, (tx) => customersOf(tx, caller, query));
  }

  @Get(':id')
  @Allow(...TREE_READERS)
  async one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Res({ passthrough: true }) response: Response): Promise<CustomerView> {
    return tagged(await this.database.transaction(caller.scope, (tx) => customerOf(tx, id)), response);
  }

  @Post()
  @Allow(...TREE_EDITORS)
  async create(@CurrentCaller() caller: Caller, @Body() body: NewCustomerBody, @Res({ passthrough: true }) response: Response): Promise<CustomerView> {
    return tagged(await this.createCustomer.execute(caller, body), response);
  }

  @Patch(':id')
  @Allow(...TREE_EDITORS)
  async change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: CustomerChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CustomerView> {
    return tagged(await this.changeCustomer.execute(caller, { id, ifMatch, changes: body }), response);
  }
}

function tagged(customer: CustomerView, response: Response): CustomerView {
  response.setHeader('etag', entityTag(customer.version));
  return customer;
}
