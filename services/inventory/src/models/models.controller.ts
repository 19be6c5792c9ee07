import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, NameListQuery, Tagged } from '@ringfleet/service-kit';
import { DeleteModel } from './delete-model.js';
import { ListModels, type ModelView } from './list-models.js';
import { ModelChangesBody, NewModelBody } from './models.dto.js';
import { SaveModel } from './save-model.js';

@Controller('api/v1/models')
@UseInterceptors(Tagged)
export class ModelsController {
  constructor(
    @Inject(ListModels) private readonly models: ListModels,
    @Inject(SaveModel) private readonly save: SaveModel,
    @Inject(DeleteModel) private readonly deletion: DeleteModel,
  ) {}

  @Get()
  @Allow(...MAY.seeModels)
  @Described('Lists the device models')
  all(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ModelView>> {
    return this.models.execute(caller, query);
  }

  @Get(':id')
  @Allow(...MAY.seeModels)
  @Described('A device model')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ModelView> {
    return this.models.one(caller, id);
  }

  @Post()
  @Allow(...MAY.changeModels)
  @Described('Adds a device model', {
    refuses: { 409: ['name_not_unique'] },
    example: { vendor: 'Yealink', name: 'SIP-T99', ports: 16, macPrefixes: ['001565'], configFiles: ['{mac}.cfg'] },
  })
  add(@CurrentCaller() caller: Caller, @Body() body: NewModelBody, @Headers('idempotency-key') key: string | undefined): Promise<ModelView> {
    return this.save.add(caller, body, key);
  }

  @Patch(':id')
  @Allow(...MAY.changeModels)
  @Described('Changes a device model', {
    refuses: { 409: ['name_not_unique', 'model_in_use'], 428: ['if_match_required'] },
    example: { firmware: '66.86.0.15' },
  })
  change(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() body: ModelChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ModelView> {
    return this.save.change(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow(...MAY.changeModels)
  @Described("Deletes a device model of the provider's own that nothing uses", { refuses: { 409: ['in_use', 'model_shipped'], 428: ['if_match_required'] } })
  remove(@CurrentCaller() caller: Caller, @Param('id') id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deletion.execute(caller, { id, ifMatch });
  }
}
