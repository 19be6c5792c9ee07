import { IsPlainText } from '@ringfleet/service-kit';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';
import { LINE_STATES } from './find-lines.js';

export class ReportDto {
  /** All of its sites, and what is at none; a customer’s own user need not name it. */
  @IsOptional() @IsUUID('all') customer?: string;
  /** This site alone. */
  @IsOptional() @IsUUID('all') site?: string;
  /** `unknown`: of which nothing is known, as where no account sits. */
  @IsOptional() @IsIn(LINE_STATES) state?: (typeof LINE_STATES)[number];
  /** Lines on which an account sits, or on which none does. */
  @IsOptional() @IsIn(['true', 'false']) used?: 'true' | 'false';
  /** Any part of device ID, MAC address, number or extension. */
  @IsOptional() @IsPlainText(200) q?: string;
}

export class LineStatesDto extends ReportDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
}
