import { IsMoment, IsPlainText, PageQuery } from '@ringfleet/service-kit';
import { IsIn, IsOptional } from 'class-validator';
import { AUDIT_KINDS, type AuditKind } from './audit-entry.js';

export class AuditQuery extends PageQuery {
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
