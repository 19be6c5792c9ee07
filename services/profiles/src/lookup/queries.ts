import type { ConnectRouter } from '@connectrpc/connect';
import type { INestApplicationContext } from '@nestjs/common';
import { ProfileLookupService, ProfileUsesService } from '@ringfleet/contracts';
import { FindProfileUses } from './find-profile-uses.js';
import { FindProfiles } from './find-profiles.js';

/** The service's queries as Connect routes. */
export const profileQueries =
  (app: INestApplicationContext) =>
  (router: ConnectRouter): void => {
    router.service(ProfileLookupService, { findProfiles: (request) => app.get(FindProfiles).execute(request) });
    router.service(ProfileUsesService, { findProfileUses: (request) => app.get(FindProfileUses).execute(request) });
  };
