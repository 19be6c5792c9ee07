import { IsName, MayBeLeftOut } from '@ringfleet/service-kit';
import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsOptional, IsUUID } from 'class-validator';

const AreModels = (): PropertyDecorator => applyDecorators(IsArray(), ArrayNotEmpty(), ArrayMaxSize(1000), IsUUID('all', { each: true }));

export class NewProfileBody {
  @IsName()
  name: string = '';

  @AreModels()
  modelIds: string[] = [];

  @MayBeLeftOut()
  @IsBoolean()
  shared?: boolean;

  /** The profile that it inherits from. */
  @IsOptional()
  @IsUUID('all')
  parentId?: string | null;
}

/** What is left out stays. */
export class ProfileChangesBody {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @MayBeLeftOut()
  @AreModels()
  modelIds?: string[];

  @MayBeLeftOut()
  @IsBoolean()
  shared?: boolean;

  @IsOptional()
  @IsUUID('all')
  parentId?: string | null;
}
