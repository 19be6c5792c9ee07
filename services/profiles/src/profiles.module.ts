import { Module } from '@nestjs/common';
import { TenantsModule } from '@ringfleet/tenants';
import { OnOthersChanged } from './devices/on-others-changed.js';
import { FindProfileUses } from './lookup/find-profile-uses.js';
import { FindProfiles } from './lookup/find-profiles.js';
import { CreateProfile } from './profiles/create-profile.js';
import { ProfilesController } from './profiles/profiles.controller.js';
import { AddressController } from './provisioning/address.controller.js';
import { DeviceAddress } from './provisioning/device-address.js';
import { OnAccountSecretChanged } from './secrets/on-account-secret-changed.js';
import { OnDeviceSecretChanged } from './secrets/on-device-secret-changed.js';

@Module({
  imports: [TenantsModule],
  exports: [TenantsModule],
  controllers: [ProfilesController, AddressController, OnAccountSecretChanged, OnDeviceSecretChanged, OnOthersChanged],
  providers: [CreateProfile, DeviceAddress, FindProfiles, FindProfileUses],
})
export class ProfilesModule {}
