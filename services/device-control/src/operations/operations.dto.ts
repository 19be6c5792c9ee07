import { MayBeLeftOut } from '@ringfleet/service-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { type Kind, KINDS, type Outcome, OUTCOMES } from './operation.js';

const DAY = 86_400;

export class WaitBody {
  /** So long a phone that is not registered is waited for; a day where it is left out. */
  @MayBeLeftOut() @IsInt() @Min(1) @Max(7 * DAY) waitSeconds: number = DAY;
}

export class OperationBody extends WaitBody {
  @IsIn(KINDS) kind: Kind = 'resync';
  /** Devices, named one by one. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1_000) @IsUUID('all', { each: true }) ids: string[] = [];
}

export class OperationsDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
}

export class OperationDevicesDto extends OperationsDto {
  @IsOptional() @IsIn(OUTCOMES) outcome?: Outcome;
}
