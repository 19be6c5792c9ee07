import { Module } from '@nestjs/common';
import { OncePerKey } from '@ringfleet/service-kit';
import { TenantsModule } from '@ringfleet/tenants';
import { KnownModels } from './copies/known-models.js';
import { OnModelsChanged } from './copies/on-models-changed.js';
import { OnOthersChanged } from './devices/on-others-changed.js';
import { FetchesController } from './fetches/fetches.controller.js';
import { ReadFetches } from './fetches/read-fetches.js';
import { ReadGiven } from './given/read-given.js';
import { FindProfileUses } from './lookup/find-profile-uses.js';
import { FindProfiles } from './lookup/find-profiles.js';
import { PhonesModule } from './phones/phones.module.js';
import { ChangeProfile } from './profiles/change-profile.js';
import { ConfirmChange } from './profiles/confirm-change.js';
import { CreateProfile } from './profiles/create-profile.js';
import { DeleteProfile } from './profiles/delete-profile.js';
import { DeviceUses } from './profiles/device-uses.js';
import { FinishLeftOvers } from './profiles/finish-left-overs.js';
import { ProfilesController } from './profiles/profiles.controller.js';
import { AddressController } from './provisioning/address.controller.js';
import { AddressesController } from './provisioning/addresses.controller.js';
import { DeviceAddress } from './provisioning/device-address.js';
import { PreviewVersion } from './rendering/preview-version.js';
import { PreviewController } from './rendering/preview.controller.js';
import { Tried } from './rendering/tried.js';
import { OnAccountSecretChanged } from './secrets/on-account-secret-changed.js';
import { OnDeviceSecretChanged } from './secrets/on-device-secret-changed.js';
import { StartersController } from './starters/starters.controller.js';
import { PublishVersion } from './versions/publish-version.js';
import { SaveDraft } from './versions/save-draft.js';
import { VersionsController } from './versions/versions.controller.js';

@Module({
  imports: [PhonesModule, TenantsModule],
  exports: [TenantsModule],
  controllers: [
    // Before the profiles, of which none is called so.
    StartersController,
    ProfilesController,
    AddressController,
    AddressesController,
    FetchesController,
    PreviewController,
    VersionsController,
    OnAccountSecretChanged,
    OnDeviceSecretChanged,
    OnModelsChanged,
    OnOthersChanged,
  ],
  providers: [
    ChangeProfile,
    ConfirmChange,
    CreateProfile,
    DeleteProfile,
    DeviceAddress,
    DeviceUses,
    FindProfiles,
    FindProfileUses,
    FinishLeftOvers,
    KnownModels,
    OncePerKey,
    PreviewVersion,
    PublishVersion,
    ReadFetches,
    ReadGiven,
    SaveDraft,
    Tried,
  ],
})
export class ProfilesModule {}
