import { badCursor, type Caller, decodeCursor, encodeCursor, isId, momentIn, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { scopeColumns } from '../records/scope.js';
import type { AuditEntry } from './audit-entry.js';

interface AuditRow {
  readonly id: string;
  readonly at: string;
  readonly kind: AuditEntry['kind'];
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly address: string | null;
  readonly subject_kind: AuditEntry['subject']['kind'];
  readonly subject_id: string;
  readonly subject_name: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditView extends Pick<AuditEntry, 'kind' | 'actor' | 'address' | 'subject'> {
  readonly id: string;
  readonly at: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly kind?: AuditEntry['kind'];
  readonly subjectId?: string;
  readonly actorId?: string;
  /** From then on, and before then; ISO 8601. */
  readonly from?: string;
  readonly to?: string;
}

const viewOf = (row: AuditRow): AuditView => ({
  id: row.id,
  at: new Date(row.at).toISOString(),
  kind: row.kind,
  actor: row.actor_id === null ? null : { id: row.actor_id, name: row.actor_name ?? row.actor_id },
  address: row.address,
  subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
  details: row.details,
});

/** The newest first. */
export async function auditOf(tx: Tx, { scope }: Caller, query: AuditListQuery): Promise<Page<AuditView>> {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const equals = { ...scopeColumns(scope), kind: query.kind, subject_id: query.subjectId, actor_id: query.actorId };
  const conditions = Object.entries(equals).flatMap(([column, value]) => (value === undefined ? [] : [`${column} = ${bind(value)}`]));
  if (query.from !== undefined) conditions.push(`at >= ${bind(momentIn(query.from))}`);
  if (query.to !== undefined) conditions.push(`at < ${bind(momentIn(query.to))}`);
  const matching = `from audit_entries where ${['true', ...conditions].join(' and ')}`;
  const [total] = await tx.query<{ value: number }>(`select count(*)::int as value ${matching}`, params);
  const before = query.cursor === undefined ? '' : `and (at, id) < (${placeOf(query.cursor).map(bind).join(', ')})`;
  const rows = await tx.query<AuditRow>(`select * ${matching} ${before} order by at desc, id desc limit ${bind(query.limit + 1)}`, params);
  const shown = rows.slice(0, query.limit).map(viewOf);
  const last = rows.length > shown.length ? shown.at(-1) : undefined;
  return { items: shown, nextCursor: last ? encodeCursor([last.at, last.id]) : null, total: { value: total?.value ?? 0, exact: true } };
}

function placeOf(cursor: string): readonly [string, string] {
  const [at, id, ...more] = decodeCursor(cursor) ?? [];
  if (typeof at === 'string' && momentIn(at) && typeof id === 'string' && isId(id) && more.length === 0) return [at, id];
  throw badCursor();
}
