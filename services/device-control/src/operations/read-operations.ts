import { Inject, Injectable } from '@nestjs/common';
import { type Caller, encodeCursor, idOfCursor, isId, notFound, type Page } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { OPERATION_FIELDS, type OperationRecord, operationView, type OperationView, type Outcome } from './operation.js';

export interface PageQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What became of a device of an operation. */
export interface OperationDeviceView {
  readonly deviceId: string;
  readonly name: string;
  readonly outcome: Outcome;
  /** What the phone answered, as SIP has it. */
  readonly code: number | null;
  readonly sentAt: string | null;
  readonly endedAt: string | null;
}

interface DeviceRow extends Omit<OperationDeviceView, 'sentAt' | 'endedAt'> {
  readonly id: string;
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
}

/** Operations, newest first; one of them, and its devices. */
@Injectable()
export class ReadOperations {
  constructor(@Inject(Database) private readonly database: Database) {}

  page({ scope }: Caller, { limit, cursor }: PageQuery): Promise<Page<OperationView>> {
    const before = cursor === undefined ? null : idOfCursor(cursor);
    return this.database.transaction(scope, async (tx) => {
      const rows = await tx.query<OperationRecord>(
        `select ${OPERATION_FIELDS} from operations where $1::uuid is null or id < $1 order by id desc limit ${limit + 1}`,
        [before],
      );
      const [total] = await tx.query<{ value: number }>('select count(*)::int as value from operations');
      const shown = rows.slice(0, limit);
      const items = await Promise.all(shown.map(async (row) => operationView(row, await countsOf(tx, row.id))));
      return { items, nextCursor: nextOf(rows, limit), total: { value: total?.value ?? 0, exact: true } };
    });
  }

  /** Throws `Refused` 404. */
  one({ scope }: Caller, id: string): Promise<OperationView> {
    return this.database.transaction(scope, async (tx) => operationView(await findOperation(tx, id), await countsOf(tx, id)));
  }

  /** Throws `Refused` 404. */
  devices(
    { scope }: Caller,
    id: string,
    { limit, cursor, outcome }: PageQuery & { readonly outcome?: Outcome | undefined },
  ): Promise<Page<OperationDeviceView>> {
    const after = cursor === undefined ? null : idOfCursor(cursor);
    return this.database.transaction(scope, async (tx) => {
      const { devices } = await findOperation(tx, id);
      const rows = await tx.query<DeviceRow>(`${DEVICES} limit ${limit + 1}`, [id, after, outcome ?? null]);
      const counts = await countsOf(tx, id);
      const items = rows.slice(0, limit).map(({ id: _, sentAt, endedAt, ...row }) => ({
        ...row,
        sentAt: sentAt?.toISOString() ?? null,
        endedAt: endedAt?.toISOString() ?? null,
      }));
      return { items, nextCursor: nextOf(rows, limit), total: { value: outcome === undefined ? devices : (counts[outcome] ?? 0), exact: true } };
    });
  }
}

const DEVICES = `
select id, device_id as "deviceId", name, outcome, code, sent_at as "sentAt", ended_at as "endedAt" from operation_devices
where operation_id = $1 and ($2::uuid is null or id > $2) and ($3::text is null or outcome = $3) order by id`;

/** Throws `Refused` 404. */
export async function findOperation(tx: Tx, id: string, lock: '' | 'for update' = ''): Promise<OperationRecord> {
  const [record] = isId(id) ? await tx.query<OperationRecord>(`select ${OPERATION_FIELDS} from operations where id = $1 ${lock}`, [id]) : [];
  if (!record) throw notFound('operation');
  return record;
}

export async function countsOf(tx: Tx, id: string): Promise<OperationView['counts']> {
  const rows = await tx.query<{ outcome: Outcome; count: number }>(
    'select outcome, count(*)::int as count from operation_devices where operation_id = $1 group by outcome order by outcome',
    [id],
  );
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

const nextOf = (rows: readonly { readonly id: string }[], limit: number): string | null => {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last ? encodeCursor([last.id]) : null;
};
