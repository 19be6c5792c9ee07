import { badCursor, decodeCursor, encodeCursor, isId, nameKey, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { PageQuery } from './page-query.js';
import { IsPlainText } from './text-fields.js';
import { IsOptional } from 'class-validator';

/** The query of a list in name order (design.md §7). */
export class NameListQuery extends PageQuery {
  /** Any part of the name, without case. */
  @IsOptional()
  @IsPlainText(200)
  q?: string;
}

/** The rows that such a list shows. */
export interface NameList<Row, Item> {
  /** SQL that selects `id`, `name_key` and what the items are made of; no parameters. */
  readonly select: string;
  /** Columns of `select` that must have these values, null included; undefined is no condition. */
  readonly where: Readonly<Record<string, string | null | undefined>>;
  readonly itemOf: (row: Row) => Item;
}

/** One page by name key, ties by id, with the exact total. Throws `Refused` 400 `bad_cursor` for a cursor that is not ours. */
export async function pageByName<Row extends { id: string; name_key: string }, Item>(
  tx: Tx,
  list: NameList<Row, Item>,
  query: NameListQuery,
): Promise<Page<Item>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const conditions = ['true'];
  for (const [column, value] of Object.entries(list.where)) {
    if (value !== undefined) conditions.push(value === null ? `${column} is null` : `${column} = ${bind(value)}`);
  }
  if (query.q) conditions.push(`strpos(name_key, ${bind(nameKey(query.q))}) > 0`);
  const matching = `from (${list.select}) listed where ${conditions.join(' and ')}`;
  const [total] = await tx.query<{ value: number }>(`select count(*)::int as value ${matching}`, params);
  const after = query.cursor === undefined ? '' : `and (name_key, id) > (${placeOf(query.cursor).map(bind).join(', ')})`;
  const rows = await tx.query<Row>(`select * ${matching} ${after} order by name_key, id limit ${bind(query.limit + 1)}`, params);
  const shown = rows.slice(0, query.limit);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return {
    items: shown.map(list.itemOf),
    nextCursor: last ? encodeCursor([last.name_key, last.id]) : null,
    total: { value: total?.value ?? 0, exact: true },
  };
}

function placeOf(cursor: string): readonly [string, string] {
  const [key, id, ...more] = decodeCursor(cursor) ?? [];
  if (typeof key === 'string' && typeof id === 'string' && isId(id) && more.length === 0) return [key, id];
  throw badCursor();
}
