import { Module } from '@nestjs/common';
import { FindProfiles } from './lookup/find-profiles.js';
import { CreateProfile } from './profiles/create-profile.js';
import { ProfilesController } from './profiles/profiles.controller.js';

@Module({ controllers: [ProfilesController], providers: [CreateProfile, FindProfiles] })
export class ProfilesModule {}
