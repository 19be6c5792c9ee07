import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { AccountSchema } from './accounts/account.schema.js';
import { CustomerSchema } from './customers/customer.schema.js';
import { fillDemo } from './demo/fill-demo.js';
import { DirectoryModule } from './directory.module.js';
import { directoryQueries } from './lookup/queries.js';
import { Directory0001 } from './migrations/0001-directory.js';
import { Directory0002SignIn } from './migrations/0002-sign-in.js';
import { Directory0003Records } from './migrations/0003-records.js';
import { Directory0004TreeImport } from './migrations/0004-tree-import.js';
import { Directory0005Closing } from './migrations/0005-closing.js';
import { Directory0006OwnRecords } from './migrations/0006-own-records.js';
import { Directory0007OtherIssuer } from './migrations/0007-other-issuer.js';
import { ProviderSchema } from './provider/provider.schema.js';
import { ResellerSchema } from './resellers/reseller.schema.js';
import { ServiceKeySchema } from './service-keys/service-key.schema.js';
import { SiteSchema } from './sites/site.schema.js';
import { UserSchema } from './users/user.schema.js';

/** The tenant tree, who may sign in, and the token issuer. */
export const directory: ServiceCard = {
  name: 'directory',
  module: DirectoryModule,
  entities: [ProviderSchema, ResellerSchema, CustomerSchema, SiteSchema, AccountSchema, UserSchema, ServiceKeySchema],
  migrations: [
    { name: '0001-directory', class: Directory0001 },
    { name: '0002-sign-in', class: Directory0002SignIn },
    { name: '0003-records', class: Directory0003Records },
    { name: '0004-tree-import', class: Directory0004TreeImport },
    { name: '0005-closing', class: Directory0005Closing },
    { name: '0006-own-records', class: Directory0006OwnRecords },
    { name: '0007-other-issuer', class: Directory0007OtherIssuer },
  ],
  says: [topics.tenants, topics.accounts, topics.users, topics.accountSecrets, topics.treeOutcomes],
  hears: [topics.treeRows],
  paths: [
    '/api/v1/provider',
    '/api/v1/resellers',
    '/api/v1/customers',
    '/api/v1/sites',
    '/api/v1/accounts',
    '/api/v1/users',
    '/api/v1/service-keys',
    '/api/v1/audit',
    '/api/v1/me',
    '/oauth',
    '/.well-known',
  ],
  queries: directoryQueries,
  demo: fillDemo,
};
