import { IsName, MayBeLeftOut } from '@ringfleet/service-kit';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsBoolean, IsUUID } from 'class-validator';

export class NewProfileBody {
  @IsName()
  name: string = '';

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  modelIds: string[] = [];

  @MayBeLeftOut()
  @IsBoolean()
  shared?: boolean;
}
