export { Database, type DatabaseOptions, type Tx } from './database.js';
export type { Statement } from './in-one-go.js';
export type { MigrationClass } from './orm.js';
export {
  changeVisibility,
  rowLevelSecurity,
  SCOPE_CUSTOMER,
  SCOPE_KIND,
  SCOPE_RESELLER,
  SCOPE_USER,
  type Visibility,
  visibleTo,
} from './row-level-security.js';
export type { SqlTx } from './sql-tx.js';
