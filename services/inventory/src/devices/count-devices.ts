import type { Tx } from '@ringfleet/persistence';
import type { Conditions } from './conditions.js';

/** Beyond it a total is an estimate. */
export const EXACT_UP_TO = 10_000;

/** How many devices match: exact to 10,000, PostgreSQL's estimate beyond. */
export async function countDevices(tx: Tx, sql: Conditions, source = 'devices d'): Promise<{ value: number; exact: boolean }> {
  const from = `from ${source} ${sql.where()}`;
  const [row] = await tx.query<{ count: string }>(`select count(*) as count from (select 1 ${from} limit ${EXACT_UP_TO + 1}) as matching`, sql.params);
  const counted = Number(row?.count ?? 0);
  if (counted <= EXACT_UP_TO) return { value: counted, exact: true };
  const [plan] = await tx.query<{ 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }>(`explain (format json) select 1 ${from}`, sql.params);
  return { value: Math.max(counted, plan?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0), exact: false };
}
