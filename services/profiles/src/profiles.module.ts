import { Module } from '@nestjs/common';
import { TenantsModule } from '@ringfleet/tenants';
import { FindProfileUses } from './lookup/find-profile-uses.js';
import { FindProfiles } from './lookup/find-profiles.js';
import { CreateProfile } from './profiles/create-profile.js';
import { ProfilesController } from './profiles/profiles.controller.js';
import { OnAccountSecretChanged } from './secrets/on-account-secret-changed.js';

@Module({
  imports: [TenantsModule],
  exports: [TenantsModule],
  controllers: [ProfilesController, OnAccountSecretChanged],
  providers: [CreateProfile, FindProfiles, FindProfileUses],
})
export class ProfilesModule {}
