import type { Client } from 'pg';

/** How many in the database wait for a lock; also asked in a transaction, which else sees nobody who has come since it first looked. */
export async function waitingIn(client: Client): Promise<number> {
  await client.query('select pg_stat_clear_snapshot()');
  const { rowCount } = await client.query('select from pg_locks l join pg_stat_activity a using (pid) where not l.granted and a.datname = current_database()');
  return rowCount ?? 0;
}
