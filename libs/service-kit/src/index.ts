export { entityTag, requireMatch } from './entity-tag.js';
export { commonTables } from './migrations.js';
export { type NameList, NameListQuery, pageByName } from './name-list.js';
export { type AddressBook, type Ports, PORTS } from './ports.js';
export { type Problem, ProblemFilter, problemOf } from './problem.filter.js';
export { RecordId } from './record-id.pipe.js';
export { type RunningService, startService } from './service.js';
export type { ServiceCard, ServiceName } from './service-card.js';
export { IsName, IsPlainText, MayBeLeftOut } from './text-fields.js';
