import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { fillDemo } from './demo/fill-demo.js';
import { profileQueries } from './lookup/queries.js';
import { Profiles0001 } from './migrations/0001-profiles.js';
import { Profiles0002Copies } from './migrations/0002-copies.js';
import { ProfilesModule } from './profiles.module.js';
import { ProfileSchema } from './profiles/profile.schema.js';

/** CPE profiles: what a phone is configured with, and who may use it. */
export const profiles: ServiceCard = {
  name: 'profiles',
  module: ProfilesModule,
  entities: [ProfileSchema],
  migrations: [
    { name: '0001-profiles', class: Profiles0001 },
    { name: '0002-copies', class: Profiles0002Copies },
  ],
  says: [topics.profiles],
  hears: [topics.tenants, topics.users, topics.accountSecrets],
  paths: ['/api/v1/profiles'],
  queries: profileQueries,
  demo: fillDemo,
};
