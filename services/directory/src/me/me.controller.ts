import { Controller, Get, Inject } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { Described } from '@ringfleet/service-kit';
import { type Actor, CurrentActor } from '../records/actor.js';
import { FollowClaims } from '../users/follow-claims.js';
import { meOf, type MeView } from './find-me.js';

@Controller('api/v1/me')
export class MeController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(FollowClaims) private readonly followClaims: FollowClaims,
  ) {}

  @Get()
  @Described('Who is calling, and which sections are there for it')
  async me(@CurrentActor() caller: Actor): Promise<MeView> {
    await this.followClaims.execute(caller);
    return this.database.transaction(caller.scope, (tx) => meOf(tx, caller));
  }
}
