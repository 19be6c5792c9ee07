import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Query of the device list: paging, search, sort, and a filter per column. */
export class ListDevicesDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
  @IsOptional() @IsString() @MaxLength(200) sort?: string;
  @IsOptional() @IsString() @MaxLength(200) q?: string;
  @IsOptional() @IsString() @MaxLength(200) name?: string;
  @IsOptional() @IsString() @MaxLength(200) description?: string;
  @IsOptional() @IsString() @MaxLength(40) model?: string;
  @IsOptional() @IsString() @MaxLength(40) profile?: string;
  @IsOptional() @IsString() @MaxLength(40) managedBy?: string;
  @IsOptional() @IsString() @MaxLength(40) macAddress?: string;
  @IsOptional() @IsString() @MaxLength(40) assignedTo?: string;
  @IsOptional() @IsString() @MaxLength(4) totalPorts?: string;
  @IsOptional() @IsString() @MaxLength(4) freePorts?: string;
  @IsOptional() @IsString() @MaxLength(200) inventoryId?: string;
  @IsOptional() @IsString() @MaxLength(40) site?: string;
  @IsOptional() @IsString() @MaxLength(5) sharedWithResellers?: string;
  @IsOptional() @IsString() @MaxLength(5) customerOwned?: string;
  @IsOptional() @IsString() @MaxLength(20) state?: string;
}
