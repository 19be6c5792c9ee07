import { badCursor, type Caller, decodeCursor, encodeCursor, isId, notFound, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import type { PageQuery } from '@ringfleet/service-kit';
import { profileOf } from '../profiles/list-profiles.js';
import type { FileTemplate } from './file-template.js';
import type { Content } from './layers.js';
import { isSealed, type Value, type Variable } from './variable.js';

const LAST_NUMBER = 2_147_483_647;

/** A draft can be changed; what phones get is the published version; an earlier one they got before. */
export type VersionState = 'draft' | 'published' | 'earlier';

export interface VersionSummary {
  /** Within its profile, from 1; never given twice. */
  readonly number: number;
  readonly state: VersionState;
  /** What its author says of it. */
  readonly note: string;
  readonly createdAt: string;
  readonly createdBy: VersionAuthor | null;
  readonly updatedAt: string;
  /** When it was published first. */
  readonly publishedAt: string | null;
  readonly publishedBy: VersionAuthor | null;
  /** Of the draft, for If-Match. */
  readonly version: number;
}

export interface VersionAuthor {
  readonly id: string;
  readonly name: string;
}

/** In place of a secret, which nobody is shown; in what is sent, of one that stays as it is. */
export interface KeptSecret {
  readonly secret: true;
}

export type ShownValue = string | number | boolean | KeptSecret;

export interface VersionView extends VersionSummary {
  readonly variables: readonly Variable[];
  /** Of its variables and of inherited ones, by their names. */
  readonly values: Readonly<Record<string, ShownValue>>;
  readonly templates: readonly FileTemplate[];
}

export interface VersionRow {
  readonly number: number;
  readonly note: string;
  readonly content: Content;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdById: string | null;
  readonly createdByName: string | null;
  readonly updatedAt: Date;
  readonly publishedAt: Date | null;
  readonly publishedById: string | null;
  readonly publishedByName: string | null;
  /** Number of the profile's version that phones get. */
  readonly current: number | null;
}

const SUMMARY = `
select v.number, v.note, v.version, v.created_at as "createdAt", v.created_by_id as "createdById", v.created_by_name as "createdByName", v.updated_at as "updatedAt",
  v.published_at as "publishedAt", v.published_by_id as "publishedById", v.published_by_name as "publishedByName", p.published_number as current`;
const FROM = 'from profile_versions v join profiles p on p.id = v.profile_id';

interface Asked {
  readonly caller: Caller;
  /** Of the profile. */
  readonly id: string;
  readonly query: PageQuery;
}

/** Versions of a profile that the caller sees, the newest first. Throws `Refused` 404, 400 `bad_cursor`. */
export async function versionsOf(tx: Tx, { caller, id, query: { limit, cursor } }: Asked): Promise<Page<VersionSummary>> {
  await profileOf(tx, caller, id);
  const before = cursor === undefined ? null : numberIn(cursor);
  const older = `${SUMMARY} ${FROM} where v.profile_id = $1 and ($2::int is null or v.number < $2) order by v.number desc limit $3`;
  const rows = await tx.query<Omit<VersionRow, 'content'>>(older, [id, before, limit + 1]);
  const [total] = await tx.query<{ value: number }>('select count(*)::int as value from profile_versions where profile_id = $1', [id]);
  const items = rows.slice(0, limit).map(summaryOf);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor([last.number]) : null, total: { value: total?.value ?? 0, exact: true } };
}

function numberIn(cursor: string): number {
  const [number] = decodeCursor(cursor) ?? [];
  if (typeof number === 'number' && Number.isInteger(number) && number > 0 && number <= LAST_NUMBER) return number;
  throw badCursor();
}

/** Throws `Refused` 404. */
export async function versionOf(tx: Tx, profileId: string, number: number): Promise<VersionView> {
  const row = await findVersion(tx, profileId, number);
  const { variables, values, templates } = row.content;
  return { ...summaryOf(row), variables, values: shown(values), templates };
}

/** Throws `Refused` 404. */
export async function findVersion(tx: Tx, profileId: string, number: number): Promise<VersionRow> {
  const [row] = isId(profileId)
    ? await tx.query<VersionRow>(`${SUMMARY}, v.content ${FROM} where v.profile_id = $1 and v.number = $2`, [profileId, number])
    : [];
  if (!row) throw notFound('version of the profile');
  return row;
}

const author = (id: string | null, name: string | null): VersionAuthor | null => (id === null ? null : { id, name: name ?? '' });

const summaryOf = (row: Omit<VersionRow, 'content'>): VersionSummary => ({
  number: row.number,
  state: row.number === row.current ? 'published' : row.publishedAt === null ? 'draft' : 'earlier',
  note: row.note,
  createdAt: row.createdAt.toISOString(),
  createdBy: author(row.createdById, row.createdByName),
  updatedAt: row.updatedAt.toISOString(),
  publishedAt: row.publishedAt?.toISOString() ?? null,
  publishedBy: author(row.publishedById, row.publishedByName),
  version: row.version,
});

const shown = (values: Readonly<Record<string, Value>>): Record<string, ShownValue> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isSealed(value) ? { secret: true } : value]));
