import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsPlainText } from '@ringfleet/service-kit';
import { ListModels, type ModelView } from './list-models.js';

class ListModelsDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
  @IsOptional() @IsPlainText(200) q?: string;
}

@Controller('api/v1/models')
export class ModelsController {
  constructor(@Inject(ListModels) private readonly models: ListModels) {}

  @Get()
  all(@CurrentCaller() caller: Caller, @Query() query: ListModelsDto): Promise<Page<ModelView>> {
    return this.models.execute(caller, query);
  }

  @Get(':id')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ModelView> {
    return this.models.one(caller, id);
  }
}
