// One PostgreSQL per run of a project's tests; each suite makes its own database in it (createTestDatabase).
import { startPostgres } from './src/postgres.ts';

export default async () => {
  const postgres = await startPostgres();
  Object.assign(globalThis, { ringfleetTestPostgres: postgres }); // for the tear-down
  process.env.TEST_DATABASE_URL = postgres.url();
};
