import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Described, NameListQuery } from '@ringfleet/service-kit';
import { ListModels, type ModelView } from './list-models.js';

@Controller('api/v1/models')
export class ModelsController {
  constructor(@Inject(ListModels) private readonly models: ListModels) {}

  @Get()
  @Described('Lists the device models')
  all(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ModelView>> {
    return this.models.execute(caller, query);
  }

  @Get(':id')
  @Described('A device model')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ModelView> {
    return this.models.one(caller, id);
  }
}
