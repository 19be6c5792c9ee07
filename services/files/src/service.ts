import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { FilesModule } from './files.module.js';
import { Files0001 } from './migrations/0001-files.js';

/** Owns imports: their files, rows, outcomes and error lists. */
export const files: ServiceCard = {
  name: 'files',
  module: FilesModule,
  entities: [],
  migrations: [{ name: '0001-files', class: Files0001 }],
  says: [topics.imports, topics.importRows],
  hears: [topics.importOutcomes],
  paths: ['/api/v1/imports'],
};
