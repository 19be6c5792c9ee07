import { IS_OTHER, isShown, OTHER_RANK, type Status, STATUSES } from '../statuses/device-status.js';
import { Conditions } from './conditions.js';
import { after, RECORD_ID } from './device-sort.js';
import { type Stretch, stretch, type Walk } from './stretch.js';

/** Those that have a status because it was told of them; the others are a group of their own. */
const TOLD = ['registered', 'aged'] as const satisfies readonly Status[];
type Told = (typeof TOLD)[number];
const rankOf = (status: Told): number => STATUSES.indexOf(status) + 1;

/** The devices of one status behind those of another, each along an index; registered, aged, all others, or the other way round. */
export function statusStretches(walk: Walk): Stretch[] {
  const [first] = walk.sorts;
  const groups = [...TOLD, undefined];
  if (first?.descending) groups.reverse();
  const [rank, ...place] = walk.after ?? [];
  const begun = walk.after ? groups.findIndex((group) => group === TOLD.find((status) => rankOf(status) === rank)) : 0;
  return groups.slice(begun).map((status, index) => {
    const of: Walk = { ...walk, after: walk.after && index === 0 ? place : undefined };
    if (status === undefined) return othersStretch(of);
    return walk.sorts[1]?.expression === RECORD_ID && walk.source.statuses?.isIndexed ? byIdStretch(of, status) : toldStretch(of, status);
  });
}

/** By record id alone: status by status along their index, each with its device; of two tables at once PostgreSQL would expect too few devices for that, and sort them all. */
function byIdStretch({ source, matching, sorts, after: place }: Walk, status: Told): Stretch {
  const sql = new Conditions(matching);
  const down = sorts[0]?.descending ?? false;
  sql.add(`d.id = told.id and ${isShown('told')}`);
  const behind = place ? `and told.id ${down ? '<' : '>'} ${sql.bind(place[0])}` : '';
  return {
    sql: (limit) => `
      select d.id, d.version, ${rankOf(status)} as sort_0, d.id as sort_1
      from ${source.statuses?.from} told cross join lateral (select d.id, d.version from ${source.from} ${sql.where()} limit 1) d
      where told.status = '${status}' ${behind} order by told.id${down ? ' desc' : ''} limit ${limit}`,
    params: sql.params,
  };
}

function toldStretch({ source, matching, sorts, after: place }: Walk, status: Told): Stretch {
  const [first, ...rest] = sorts;
  const sql = new Conditions(matching);
  sql.add(`told.status = '${status}'`);
  if (place) sql.add(after(sql, rest, place));
  const from = `${source.from} join ${source.statuses?.from} told on told.id = d.id and ${isShown('told')}`;
  return stretch(sql, { ...source, from }, [{ expression: `${rankOf(status)}`, descending: first?.descending ?? false }, ...rest], rest);
}

function othersStretch({ source, matching, sorts, after: place }: Walk): Stretch {
  const [first, ...rest] = sorts;
  const sql = new Conditions(matching);
  sql.add(IS_OTHER);
  if (place) sql.add(after(sql, rest, place));
  return stretch(sql, source, [{ expression: OTHER_RANK, descending: first?.descending ?? false }, ...rest], rest);
}
