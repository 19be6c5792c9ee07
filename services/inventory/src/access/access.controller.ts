import { Controller, Get, Inject, Query } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { ExplainDto } from './access.dto.js';
import type { Access } from './decide-access.js';
import { Explain } from './explain.js';

/** Answers everybody for themselves, and those above for their users: may it be done, and by which rule? */
@Controller('api/v1/access')
export class AccessController {
  constructor(@Inject(Explain) private readonly explain: Explain) {}

  @Get('explain')
  @Described('Whether somebody may do something, and by which rule')
  answer(@CurrentCaller() caller: Caller, @Query() query: ExplainDto): Promise<Access> {
    return this.explain.execute(caller, query);
  }
}
