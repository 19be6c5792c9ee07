import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { FilesModule } from './files.module.js';
import { Files0001 } from './migrations/0001-files.js';
import { Files0002 } from './migrations/0002-exports.js';
import { Files0003 } from './migrations/0003-import-kind.js';
import { Files0004Tenants } from './migrations/0004-tenants.js';
import { Files0005XlsExports } from './migrations/0005-xls-exports.js';

/** Owns imports (their files, rows, outcomes and error lists) and exports. */
export const files: ServiceCard = {
  name: 'files',
  module: FilesModule,
  entities: [],
  migrations: [
    { name: '0001-files', class: Files0001 },
    { name: '0002-exports', class: Files0002 },
    { name: '0003-import-kind', class: Files0003 },
    { name: '0004-tenants', class: Files0004Tenants },
    { name: '0005-xls-exports', class: Files0005XlsExports },
  ],
  says: [topics.imports, topics.importRows, topics.treeRows, topics.exports],
  hears: [topics.tenants, topics.users, topics.importOutcomes, topics.treeOutcomes],
  paths: ['/api/v1/imports', '/api/v1/exports'],
};
