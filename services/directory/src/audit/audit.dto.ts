import { IsMoment, IsPlainText } from '@ringfleet/service-kit';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { AUDIT_KINDS, type AuditKind } from './audit-entry.js';

export class AuditQuery {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 25;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;

  @IsOptional()
  @IsIn(AUDIT_KINDS)
  kind?: AuditKind;

  @IsOptional()
  @IsPlainText(200)
  subjectId?: string;

  @IsOptional()
  @IsPlainText(200)
  actorId?: string;

  @IsOptional()
  @IsMoment()
  from?: string;

  @IsOptional()
  @IsMoment()
  to?: string;
}
