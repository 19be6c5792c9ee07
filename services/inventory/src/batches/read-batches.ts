import { Inject, Injectable } from '@nestjs/common';
import { badCursor, type Caller, decodeCursor, encodeCursor, idOfCursor, isId, notFound, type Page, type Refusal } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Conditions } from '../devices/conditions.js';
import { BATCH_FIELDS, type BatchOutcome, type BatchRecord } from './batch.js';
import { type BatchDeviceView, type BatchView, batchView } from './batch-view.js';

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface DeviceRow {
  readonly chunk: number;
  readonly place: number;
  readonly id: string;
  readonly name: string;
  readonly outcome: BatchOutcome | null;
  readonly reasons: readonly Refusal[] | null;
}

/** Past batches and those under way, newest first; one of them, and its devices. */
@Injectable()
export class ReadBatches {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  async page({ scope }: Caller, { limit, cursor }: PageQuery): Promise<Page<BatchView>> {
    const sql = new Conditions();
    // Row-level security enforces it anyhow; said here, so that indexes serve.
    if (scope.kind === 'customer') sql.add(`customer_id = ${sql.bind(scope.customerId)}`);
    if (scope.kind === 'reseller') sql.add(`reseller_id = ${sql.bind(scope.resellerId)}`);
    const counted = new Conditions(sql);
    if (cursor !== undefined) sql.add(`id < ${sql.bind(idOfCursor(cursor))}`);
    return this.database.transaction(scope, async (tx) => {
      const [total] = await tx.query<{ value: number }>(`select count(*)::int as value from device_batches ${counted.where()}`, counted.params);
      const rows = await tx.query<BatchRecord>(`select ${BATCH_FIELDS} from device_batches ${sql.where()} order by id desc limit ${limit + 1}`, sql.params);
      const now = this.ports.clock();
      const items = rows.slice(0, limit).map((row) => batchView(row, now));
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor([last.id]) : null, total: { value: total?.value ?? 0, exact: true } };
    });
  }

  /** Throws `Refused` 404. */
  async one({ scope }: Caller, id: string): Promise<BatchView> {
    return batchView(await this.database.transaction(scope, (tx) => findBatch(tx, id)), this.ports.clock());
  }

  /** In the order in which they are done. Throws `Refused` 404. */
  async devices(
    { scope }: Caller,
    id: string,
    query: PageQuery & { readonly outcome?: BatchDeviceView['outcome'] | undefined },
  ): Promise<Page<BatchDeviceView>> {
    const { limit, cursor, outcome } = query;
    return this.database.transaction(scope, async (tx) => {
      const { counts } = batchView(await findBatch(tx, id), this.ports.clock());
      const sql = new Conditions();
      sql.add(`c.batch_id = ${sql.bind(id)}`);
      if (cursor !== undefined) {
        const [chunk, place] = placeIn(cursor).map((value) => sql.bind(value));
        sql.add(`c.chunk >= ${chunk}::int and (c.chunk, u.place) > (${chunk}::int, ${place}::int)`);
      }
      if (outcome === 'notReached') sql.add('c.outcomes is null');
      else if (outcome !== undefined) sql.add(`u.outcome = ${sql.bind(outcome)} and ${sql.bind(outcome)} = any(c.outcomes)`);
      const rows = await tx.query<DeviceRow>(
        `select c.chunk, u.place::int as place, u.id, u.name, u.outcome, c.reasons -> (u.place - 1)::text as reasons
         from device_batch_chunks c, unnest(c.device_ids, c.names, c.outcomes) with ordinality as u (id, name, outcome, place)
         ${sql.where()} order by c.chunk, u.place limit ${limit + 1}`,
        sql.params,
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return {
        items: rows.slice(0, limit).map(({ id: deviceId, name, outcome: became, reasons }) => ({
          id: deviceId,
          name,
          outcome: became ?? 'notReached',
          reasons: reasons ?? [],
        })),
        nextCursor: last ? encodeCursor([last.chunk, last.place]) : null,
        total: { value: outcome === undefined ? counts.devices : counts[outcome], exact: true },
      };
    });
  }
}

/** A batch that the transaction's scope may see; locked where asked. Throws `Refused` 404: what one may not see does not exist (DIR-03). */
export async function findBatch(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<BatchRecord> {
  const [record] = isId(id) ? await tx.query<BatchRecord>(`select ${BATCH_FIELDS} from device_batches where id = $1 ${lock}`, [id]) : [];
  if (!record) throw notFound('batch');
  return record;
}

function placeIn(cursor: string): readonly number[] {
  const place = decodeCursor(cursor) ?? [];
  const numbers = place.filter((value): value is number => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31);
  if (place.length !== 2 || numbers.length !== 2) throw badCursor();
  return numbers;
}
