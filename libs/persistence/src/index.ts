export { Database, type DatabaseOptions, type MigrationClass, type Tx } from './database.js';
export type { Statement } from './in-one-go.js';
export { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_KIND, SCOPE_RESELLER, type Visibility } from './row-level-security.js';
