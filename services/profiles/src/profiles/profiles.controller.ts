import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Described, NameListQuery, RecordId, Tagged } from '@ringfleet/service-kit';
import { ChangeProfile } from './change-profile.js';
import { CreateProfile } from './create-profile.js';
import { DeleteProfile } from './delete-profile.js';
import type { ProfileUsers } from './device-uses.js';
import { profileOf, profilesOf, type ProfileView } from './list-profiles.js';
import { NewProfileBody, ProfileChangesBody } from './profiles.dto.js';

const OF_SETTINGS = ['unknown_model', 'unknown_profile', 'parent_not_published', 'parent_not_shared', 'inherits_from_itself', 'too_many_layers'];

@Controller('api/v1/profiles')
@UseInterceptors(Tagged)
export class ProfilesController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CreateProfile) private readonly createProfile: CreateProfile,
    @Inject(ChangeProfile) private readonly changeProfile: ChangeProfile,
    @Inject(DeleteProfile) private readonly deletion: DeleteProfile,
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

  @Get(':id/uses')
  @Described('What uses a CPE profile: devices, and profiles that inherit from it', { refuses: { 403: ['not_permitted'] } })
  @Allow(...MAY.changeProfiles)
  async uses(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<{ items: readonly ProfileUsers[] }> {
    return { items: await this.deletion.usesOf(caller, id) };
  }

  @Post()
  @Described('Creates a CPE profile', {
    refuses: { 403: ['not_permitted'], 409: ['name_not_unique', 'being_deleted'], 422: OF_SETTINGS },
    example: { name: 'Reception', modelIds: ['019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'] },
  })
  @Allow(...MAY.changeProfiles)
  create(@CurrentCaller() caller: Caller, @Body() body: NewProfileBody, @Headers('idempotency-key') key: string | undefined): Promise<ProfileView> {
    return this.createProfile.execute(caller, body, key);
  }

  @Patch(':id')
  @Described('Changes a CPE profile: its name, models, parent and whether it is shared', {
    refuses: {
      403: ['not_permitted'],
      409: ['name_not_unique', 'being_deleted', 'in_use', 'breaks_inheriting', 'changed_meanwhile'],
      422: [...OF_SETTINGS, 'no_templates', 'template_fails', 'too_many_templates'],
      428: ['if_match_required'],
    },
    example: { name: 'Front desk' },
  })
  @Allow(...MAY.changeProfiles)
  change(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: ProfileChangesBody,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ProfileView> {
    return this.changeProfile.execute(caller, { id, ifMatch }, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Described('Deletes a CPE profile that nothing uses', {
    refuses: { 403: ['not_permitted'], 409: ['changed_meanwhile', 'in_use'], 428: ['if_match_required'] },
  })
  @Allow(...MAY.changeProfiles)
  remove(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    return this.deletion.execute(caller, { id, ifMatch });
  }
}
