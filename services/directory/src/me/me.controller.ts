import { Controller, Get, Inject } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described } from '@ringfleet/service-kit';
import { meOf, type MeView } from './find-me.js';

@Controller('api/v1/me')
export class MeController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  @Described('Who is calling, and which sections are there for it')
  me(@CurrentCaller() caller: Caller): Promise<MeView> {
    return this.database.transaction(caller.scope, (tx) => meOf(tx, caller));
  }
}
