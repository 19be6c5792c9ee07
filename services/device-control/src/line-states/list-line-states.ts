import { Inject, Injectable } from '@nestjs/common';
import { badCursor, type Caller, decodeCursor, encodeCursor, isId, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Registrar, REGISTRAR } from '../registrar/registrar.js';
import { type AskedPlace, FindPlace } from './find-place.js';
import { BY_DEVICE, type LineFilter, type LineRow, lineStateOf, type LineStateView, linesOf } from './find-lines.js';

export interface LineStatesQuery extends AskedPlace {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** So many are counted. */
const COUNTED = 10_000;

/** The lines of the devices of a customer or a site and how they are, by device ID. */
@Injectable()
export class ListLineStates {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
    @Inject(FindPlace) private readonly places: FindPlace,
  ) {}

  /** Throws what `FindPlace` does, and `Refused` 400 `bad_cursor`. */
  async execute(caller: Caller, { limit, cursor, ...place }: LineStatesQuery, filter: LineFilter): Promise<Page<LineStateView>> {
    const after = cursor === undefined ? undefined : placeIn(cursor);
    const { sql, params } = linesOf(await this.places.execute(caller, place), filter, this.registrar !== null);
    const [name, id, port] = [1, 2, 3].map((step) => `$${params.length + step}`);
    const begin = after ? `and (${BY_DEVICE}) > (${name}, ${id}::uuid, ${port}::integer)` : '';
    return this.database.transaction(caller.scope, async (tx) => {
      const [count] = await tx.query<{ value: number }>(`select count(*)::integer as value from (${sql} limit ${COUNTED + 1}) counted`, params);
      const rows = await tx.query<LineRow>(`${sql} ${begin} order by ${BY_DEVICE} limit ${limit + 1}`, [...params, ...(after ?? [])]);
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const value = count?.value ?? 0;
      return {
        items: shown.map(lineStateOf),
        nextCursor: last ? encodeCursor([last.device, last.deviceId, last.port]) : null,
        total: { value: Math.min(value, COUNTED), exact: value <= COUNTED },
      };
    });
  }
}

const MOST_PORTS = 32_767;

function placeIn(cursor: string): readonly [string, string, number] {
  const [name, id, port, ...more] = decodeCursor(cursor) ?? [];
  const isPlace = typeof name === 'string' && typeof id === 'string' && isId(id) && Number.isInteger(port) && Math.abs(Number(port)) <= MOST_PORTS;
  if (isPlace && more.length === 0) return [name, id, Number(port)];
  throw badCursor();
}
