import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { NameListQuery, RecordId } from '@ringfleet/service-kit';
import { CreateProfile } from './create-profile.js';
import { profileOf, profilesOf, type ProfileView } from './list-profiles.js';
import { NewProfileBody } from './profiles.dto.js';

@Controller('api/v1/profiles')
export class ProfilesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateProfile) private readonly createProfile: CreateProfile,
  ) {}

  @Get()
  @Allow('administrator', 'operator', 'reseller-admin', 'customer-admin')
  list(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ProfileView>> {
    return this.database.transaction(caller.scope, (tx) => profilesOf(tx, caller, query));
  }

  @Get(':id')
  @Allow('administrator', 'operator', 'reseller-admin', 'customer-admin')
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<ProfileView> {
    return this.database.transaction(caller.scope, (tx) => profileOf(tx, caller, id));
  }

  @Post()
  @Allow('administrator', 'reseller-admin')
  create(@CurrentCaller() caller: Caller, @Body() body: NewProfileBody): Promise<ProfileView> {
    return this.createProfile.execute(caller, body);
  }
}
