import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsUUID } from 'class-validator';

const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.toLowerCase().split(',') : value);

export class StatusStreamQuery {
  /** Devices, as many as a page of the list has: their ids, separated by commas. */
  @Transform(asList) @IsArray() @ArrayMinSize(1) @ArrayMaxSize(200) @IsUUID('all', { each: true }) ids: string[] = [];
}
