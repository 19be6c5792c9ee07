import type { Tx } from '@ringfleet/persistence';
import { Conditions } from './conditions.js';
import type { DeviceSource } from './device-source.js';

/** Beyond it a total is an estimate. */
export const EXACT_UP_TO = 10_000;

/** How many devices match: exact to 10,000, PostgreSQL's estimate beyond. */
export async function countDevices(tx: Tx, sql: Conditions, source: DeviceSource): Promise<{ value: number; exact: boolean }> {
  const count = countStatement(sql, source);
  const [row] = await tx.query<{ count: string }>(count.sql, count.params);
  const counted = Number(row?.count ?? 0);
  if (counted <= EXACT_UP_TO) return { value: counted, exact: true };
  const [plan] = await tx.query<{ 'QUERY PLAN': readonly { Plan: { 'Plan Rows': number } }[] }>(
    `explain (format json) select 1 from ${source.from} ${sql.where()}`,
    sql.params,
  );
  return { value: Math.max(counted, plan?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0), exact: false };
}

/** Ends at the first that is too many. Of two holders each is counted by itself: for both at once PostgreSQL looks up all that are theirs before it counts the first. */
export function countStatement(matching: Conditions, { from, holders }: DeviceSource): { sql: string; params: unknown[] } {
  const sql = new Conditions(matching);
  const firstOf = (conditions: Conditions): string => `select 1 from ${from} ${conditions.where()} limit ${EXACT_UP_TO + 1}`;
  const ids = holders?.map((holder) => sql.bind(holder));
  const parts = ids?.map((id) => {
    const held = new Conditions(sql);
    held.add(`d.holder = ${id}::uuid`);
    return `(${firstOf(held)})`;
  });
  const rows = parts ? `select 1 from (${parts.join(' union all ')}) of_both limit ${EXACT_UP_TO + 1}` : firstOf(sql);
  return { sql: `select count(*) as count from (${rows}) matching`, params: sql.params };
}
