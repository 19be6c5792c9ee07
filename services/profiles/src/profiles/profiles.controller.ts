import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, NameListQuery, RecordId } from '@ringfleet/service-kit';
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
  @Described('Lists the CPE profiles')
  @Allow(...MAY.seeProfiles)
  list(@CurrentCaller() caller: Caller, @Query() query: NameListQuery): Promise<Page<ProfileView>> {
    return this.database.transaction(caller.scope, (tx) => profilesOf(tx, caller, query));
  }

  @Get(':id')
  @Described('A CPE profile')
  @Allow(...MAY.seeProfiles)
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<ProfileView> {
    return this.database.transaction(caller.scope, (tx) => profileOf(tx, caller, id));
  }

  @Post()
  @Described('Creates a CPE profile', {
    refuses: { 409: ['name_not_unique'] },
    example: { name: 'Reception', modelIds: ['019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'] },
  })
  @Allow(...MAY.changeProfiles)
  create(@CurrentCaller() caller: Caller, @Body() body: NewProfileBody): Promise<ProfileView> {
    return this.createProfile.execute(caller, body);
  }
}
