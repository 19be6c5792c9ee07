export { Child } from './child.js';
export { freePort, type Postgres, type PostgresOptions, startPostgres } from './postgres.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
