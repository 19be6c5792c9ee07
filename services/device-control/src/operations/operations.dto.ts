import { MayBeLeftOut, PageQuery } from '@ringfleet/service-kit';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateNested } from 'class-validator';
import { type Status, STATUSES } from '../statuses/status.js';
import { type Kind, KINDS, type Outcome, OUTCOMES } from './operation.js';

const DAY = 86_400;

export class WaitBody {
  /** So long a phone that is not registered is waited for; a day where it is left out. */
  @MayBeLeftOut() @IsInt() @Min(1) @Max(7 * DAY) waitSeconds: number = DAY;
}

class OperationFilterBody {
  @MayBeLeftOut() @IsString() @MaxLength(40) model?: string;
  @MayBeLeftOut() @IsString() @MaxLength(40) managedBy?: string;
  @MayBeLeftOut() @IsString() @MaxLength(40) assignedTo?: string;
  @MayBeLeftOut() @IsString() @MaxLength(40) site?: string;
  @MayBeLeftOut() @IsIn(STATUSES) status?: Status;
}

export class OperationBody extends WaitBody {
  @IsIn(KINDS) kind: Kind = 'resync';
  /** Devices, named one by one. */
  @MayBeLeftOut() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1_000) @IsUUID('all', { each: true }) ids?: string[];
  /** Instead: all that match, 10,000 at most. */
  @MayBeLeftOut() @IsObject() @ValidateNested() @Type(() => OperationFilterBody) filter?: OperationFilterBody;
  /** With a filter: how many devices were shown to match; 409 with the count now where it differs. */
  @MayBeLeftOut() @IsInt() @Min(0) @Max(100_000_000) expectedCount?: number;
}

export class OperationDevicesDto extends PageQuery {
  @IsOptional() @IsIn(OUTCOMES) outcome?: Outcome;
}
