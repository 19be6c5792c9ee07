import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { fillDemo } from './demo/fill-demo.js';
import { FindProfiles, profileQueries } from './lookup/find-profiles.js';
import { Profiles0001 } from './migrations/0001-profiles.js';
import { ProfilesModule } from './profiles.module.js';
import { ProfileSchema } from './profiles/profile.schema.js';

/** CPE profiles: what a phone is configured with, and who may use it. */
export const profiles: ServiceCard = {
  name: 'profiles',
  module: ProfilesModule,
  entities: [ProfileSchema],
  migrations: [{ name: '0001-profiles', class: Profiles0001 }],
  says: [topics.profiles],
  hears: [],
  paths: ['/api/v1/profiles'],
  queries: (app) => profileQueries(app.get(FindProfiles)),
  demo: fillDemo,
};
