import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { IsPlainText } from '@ringfleet/service-kit';

/** Query of the device list: paging, search, sort, and a filter per column. */
export class ListDevicesDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
  @IsOptional() @IsString() @MaxLength(200) sort?: string;
  @IsOptional() @IsPlainText(200) q?: string;
  @IsOptional() @IsPlainText(200) name?: string;
  @IsOptional() @IsPlainText(200) description?: string;
  @IsOptional() @IsString() @MaxLength(40) model?: string;
  @IsOptional() @IsString() @MaxLength(40) profile?: string;
  @IsOptional() @IsString() @MaxLength(40) managedBy?: string;
  @IsOptional() @IsPlainText(40) macAddress?: string;
  @IsOptional() @IsString() @MaxLength(40) assignedTo?: string;
  @IsOptional() @IsString() @MaxLength(4) totalPorts?: string;
  @IsOptional() @IsString() @MaxLength(4) freePorts?: string;
  @IsOptional() @IsPlainText(200) inventoryId?: string;
  @IsOptional() @IsString() @MaxLength(40) site?: string;
  @IsOptional() @IsString() @MaxLength(5) sharedWithResellers?: string;
  @IsOptional() @IsString() @MaxLength(5) customerOwned?: string;
  @IsOptional() @IsPlainText(20) state?: string;
}
