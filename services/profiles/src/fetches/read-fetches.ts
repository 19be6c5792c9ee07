import { Inject, Injectable } from '@nestjs/common';
import { type Caller, encodeCursor, idOfCursor, isId, notFound, type Page } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { filePurpose } from './phone-file.js';

/** A request of a phone, and what became of it (PRV-06). */
export interface FetchView {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  /** Empty where it was refused before one was looked at. */
  readonly file: string;
  /** As HTTP has it. */
  readonly status: number;
  /** Why it was refused; null where it was not. */
  readonly reason: string | null;
  readonly bytes: number;
  readonly remoteIp: string;
  /** What the phone says that it is. */
  readonly userAgent: string | null;
  /** Which firmware it says that it has; null where it says none. */
  readonly firmware: string | null;
  /** What it got, or has already (304); null where it got nothing, and for customers, who see no versions. */
  readonly served: ServedView | null;
}

/** The version of a profile whose template made a file. */
export interface ServedView {
  readonly profileId: string;
  readonly version: number;
  /** Of the bytes given, as their ETag had it. */
  readonly hash: string;
}

/** A file that a phone brought (PRV-07). */
export interface PhoneFileView {
  readonly name: string;
  readonly size: number;
  readonly at: string;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

export interface FetchQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** What phones asked and brought, as far as the caller may know: from when their device was its own (INV-05). */
@Injectable()
export class ReadFetches {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Newest first. Throws `Refused` 404, 400 `bad_cursor`. */
  fetches({ scope }: Caller, id: string, { limit, cursor }: FetchQuery): Promise<Page<FetchView>> {
    const before = cursor === undefined ? null : idOfCursor(cursor);
    return this.database.transaction(scope, async (tx) => {
      await requireDevice(tx, id);
      const rows = await tx.query<FetchRow>(`${FETCHES} limit ${limit + 1}`, [id, before]);
      const [total] = await tx.query<{ value: number }>('select count(*)::int as value from fetches where device_id = $1', [id]);
      const items = rows.slice(0, limit).map((row) => viewOf(row, scope.kind !== 'customer'));
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, nextCursor: last ? encodeCursor([last.id]) : null, total: { value: total?.value ?? 0, exact: true } };
    });
  }

  /** In the order of their names. Throws `Refused` 404. */
  files({ scope }: Caller, id: string): Promise<Page<PhoneFileView>> {
    return this.database.transaction(scope, async (tx) => {
      await requireDevice(tx, id);
      const rows = await tx.query<PhoneFileView & { readonly at: Date }>(FILES, [id]);
      return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })), nextCursor: null, total: { value: rows.length, exact: true } };
    });
  }

  /** Throws `Refused` 404. */
  content({ scope }: Caller, id: string, name: string): Promise<Buffer> {
    return this.database.transaction(scope, async (tx) => {
      await requireDevice(tx, id);
      const [row] = await tx.query<{ content: Buffer }>('select content from phone_files where device_id = $1 and name = $2', [id, name]);
      if (!row) throw notFound('file');
      return Buffer.from(this.ports.sealer.open(row.content, filePurpose(id.toLowerCase(), name)), 'base64');
    });
  }
}

async function requireDevice(tx: Tx, id: string): Promise<void> {
  const found = isId(id) ? await tx.query('select from devices where id = $1 and deleted_at is null', [id]) : [];
  if (found.length === 0) throw notFound('device');
}

interface FetchRow extends Omit<FetchView, 'at' | 'served'> {
  readonly at: Date;
  readonly profileId: string | null;
  readonly profileVersion: number | null;
  readonly hash: string | null;
}

/** @param seesVersions DIR-02a: of profiles customers see the name alone, and what is inherited from has no name for them */
function viewOf({ at, profileId, profileVersion, hash, ...row }: FetchRow, seesVersions: boolean): FetchView {
  const isServed = seesVersions && profileId !== null && profileVersion !== null && hash !== null;
  return { ...row, at: at.toISOString(), served: isServed ? { profileId, version: profileVersion, hash } : null };
}

const FETCHES = `
select id, at, method, file, status, reason, bytes, remote_ip as "remoteIp", user_agent as "userAgent", firmware,
  profile_id as "profileId", profile_version as "profileVersion", hash
from fetches
where device_id = $1 and ($2::uuid is null or id < $2) order by id desc`;

const FILES = `select name, size, at, remote_ip as "remoteIp", user_agent as "userAgent" from phone_files where device_id = $1 order by name`;
