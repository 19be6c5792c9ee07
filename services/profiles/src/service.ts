import { topics } from '@ringfleet/contracts';
import type { AnsweringCard, ServiceCard } from '@ringfleet/service-kit';
import { fillDemo } from './demo/fill-demo.js';
import { profileQueries } from './lookup/queries.js';
import { Profiles0001 } from './migrations/0001-profiles.js';
import { Profiles0002Copies } from './migrations/0002-copies.js';
import { Profiles0003Versions } from './migrations/0003-versions.js';
import { Profiles0010Devices } from './migrations/0010-devices.js';
import { Profiles0011Fetches } from './migrations/0011-fetches.js';
import { Profiles0012GivenConfigs } from './migrations/0012-given-configs.js';
import { Profiles0014RenderedFiles } from './migrations/0014-rendered-files.js';
import { Profiles0015TakenBack } from './migrations/0015-taken-back.js';
import { Profiles0016ServedVersions } from './migrations/0016-served-versions.js';
import { Profiles0017Explained } from './migrations/0017-explained.js';
import { Profiles0018OldestLogin } from './migrations/0018-oldest-login.js';
import { phonesFirst } from './phones/phones-first.js';
import { PhonesModule } from './phones/phones.module.js';
import { ProfilesModule } from './profiles.module.js';
import { ProfileSchema } from './profiles/profile.schema.js';

/** The templates of a version, as JSON writes them in UTF-8, and its values. */
const LARGEST_DRAFT = 2 * 1024 * 1024;

/** The phones' door alone, for a thread beside the service. */
export const phones: AnsweringCard = {
  name: 'profiles',
  module: PhonesModule,
  entities: [],
  paths: ['/p'],
  rawPaths: ['/p'],
  answersFirst: phonesFirst,
};

/** CPE profiles: what a phone is configured with, and who may use it. */
export const profiles: ServiceCard = {
  name: 'profiles',
  module: ProfilesModule,
  entities: [ProfileSchema],
  migrations: [
    { name: '0001-profiles', class: Profiles0001 },
    { name: '0002-copies', class: Profiles0002Copies },
    { name: '0003-versions', class: Profiles0003Versions },
    { name: '0010-devices', class: Profiles0010Devices },
    { name: '0011-fetches', class: Profiles0011Fetches },
    { name: '0012-given-configs', class: Profiles0012GivenConfigs },
    { name: '0014-rendered-files', class: Profiles0014RenderedFiles },
    { name: '0015-taken-back', class: Profiles0015TakenBack },
    { name: '0016-served-versions', class: Profiles0016ServedVersions },
    { name: '0017-explained', class: Profiles0017Explained },
    { name: '0018-oldest-login', class: Profiles0018OldestLogin },
  ],
  says: [topics.profiles, topics.fetches],
  hears: [topics.tenants, topics.users, topics.accounts, topics.accountSecrets, topics.devices, topics.deviceSecrets, topics.models],
  paths: [
    '/api/v1/profiles',
    '/api/v1/device-addresses',
    '/api/v1/devices/:id/provisioning',
    '/api/v1/devices/:id/fetches',
    '/api/v1/devices/:id/phone-files',
    '/api/v1/devices/:id/configs',
    ...phones.paths,
  ],
  rawPaths: phones.paths,
  answersFirst: phonesFirst,
  largestJson: LARGEST_DRAFT,
  queries: profileQueries,
  demo: fillDemo,
};
