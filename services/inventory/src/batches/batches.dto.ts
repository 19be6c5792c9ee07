import { MayBeLeftOut, PageQuery } from '@ringfleet/service-kit';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { DeviceFilterDto } from '../devices/devices.dto.js';
import { BATCH_OUTCOMES } from './batch.js';

/** Devices named one by one, or all that match a filter as the query of the device list takes it. */
class SelectBody {
  @MayBeLeftOut() @IsArray() @ArrayMinSize(1) @ArrayMaxSize(1_000) @IsUUID('all', { each: true }) ids?: string[];
  /** With ids: the one "managed by" of all of them; a filter has its own. */
  @MayBeLeftOut() @IsString() @MaxLength(40) managedBy?: string;
  @MayBeLeftOut() @IsObject() @ValidateNested() @Type(() => DeviceFilterDto) filter?: DeviceFilterDto;
  /** With a filter: how many devices were shown to match; 409 with the count now where it differs. */
  @MayBeLeftOut() @IsInt() @Min(0) @Max(100_000_000) expectedCount?: number;
}

class ChangeBody {
  /** A customer, or null for nobody. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value))
  @IsUUID('all')
  assignTo?: string | null;
  @MayBeLeftOut() @IsBoolean() customerOwned?: boolean;
  /** Of each device model present, by its id, the CPE profile. */
  @MayBeLeftOut() @IsObject() profiles?: Record<string, unknown>;
  /** Alone. */
  @MayBeLeftOut() @IsBoolean() delete?: boolean;
}

export class BatchBody {
  @IsObject() @ValidateNested() @Type(() => SelectBody) select: SelectBody = new SelectBody();
  @IsObject() @ValidateNested() @Type(() => ChangeBody) change: ChangeBody = new ChangeBody();
}

export class BatchDevicesDto extends PageQuery {
  @IsOptional() @IsIn([...BATCH_OUTCOMES, 'notReached']) outcome?: (typeof BATCH_OUTCOMES)[number] | 'notReached';
}
