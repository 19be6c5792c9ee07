import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described } from '@ringfleet/service-kit';
import { AuditQuery } from './audit.dto.js';
import { auditOf, type AuditView } from './list-audit.js';

@Controller('api/v1/audit')
export class AuditController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  @Described('Lists sign-ins, use of keys and changes of permissions, the newest first')
  @Allow(...MAY.seeAudit)
  list(@CurrentCaller() caller: Caller, @Query() query: AuditQuery): Promise<Page<AuditView>> {
    return this.database.transaction(caller.scope, (tx) => auditOf(tx, caller, query));
  }
}
