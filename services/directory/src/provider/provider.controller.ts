import { Body, Controller, Get, Headers, Inject, Patch, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, Tagged } from '@ringfleet/service-kit';
import { ProviderChangesBody } from './provider.dto.js';
import { ChangeProvider, providerOf, type ProviderView } from './change-provider.js';

@Controller('api/v1/provider')
@UseInterceptors(Tagged)
export class ProviderController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ChangeProvider) private readonly changeProvider: ChangeProvider,
  ) {}

  @Get()
  @Described('The provider')
  @Allow(...MAY.seeProvider)
  one(@CurrentCaller() caller: Caller): Promise<ProviderView> {
    return this.database.transaction(caller.scope, (tx) => providerOf(tx));
  }

  @Patch()
  @Described('Changes the provider', { refuses: { 428: ['if_match_required'] }, example: { lineStatesReport: true } })
  @Allow(...MAY.changeProvider)
  change(@CurrentCaller() caller: Caller, @Body() body: ProviderChangesBody, @Headers('if-match') ifMatch: string | undefined): Promise<ProviderView> {
    return this.changeProvider.execute(caller, { ifMatch }, body);
  }
}
