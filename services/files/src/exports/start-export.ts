import { Inject, Injectable } from '@nestjs/common';
import { type Caller, hasControlCharacters, isId, newId, principalOf, Refused, starterOf } from '@ringfleet/kernel';
import { traceparentOf } from '@ringfleet/observability';
import { Database, type Tx } from '@ringfleet/persistence';
import { IdempotencyKeys, type Ports, PORTS, type StoredAnswer } from '@ringfleet/service-kit';
import { createHash } from 'node:crypto';
import { customColumns } from '../columns/custom-columns.js';
import { DeviceLists } from './device-lists.js';
import { columnsFor, isCustomName } from './export-columns.js';
import { publishExportEvent } from './export-events.js';
import { type Asked, EXPORT_FIELDS, type ExportRecord } from './export-record.js';
import type { StartExportDto } from './exports.dto.js';
import { MakeExports } from './make-exports.js';

const ROUTE = 'POST /api/v1/exports';
const MOST_FILTERS = 40;
const LONGEST_FILTER = 200;

/** Records an export and answers; the file is made in the background (EXP-01). */
@Injectable()
export class StartExport {
  private readonly keys: IdempotencyKeys;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(DeviceLists) private readonly lists: DeviceLists,
    @Inject(MakeExports) private readonly exports: MakeExports,
  ) {
    this.keys = new IdempotencyKeys(database);
  }

  /** Throws `Refused` where the list cannot be read so: 400 `bad_filter`, `bad_sort`, `bad_columns`; 403 `section_absent`. */
  async execute(caller: Caller, { format, sort, columns = null, filter }: StartExportDto, key: string | undefined): Promise<StoredAnswer> {
    const asked: Asked = { format, sort, columns, filter: filterOf(filter) };
    const fingerprint = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
    const reservation = await this.keys.reserve({ caller, route: ROUTE, key });
    try {
      const known = reservation.answered(fingerprint);
      if (known) return known;
      const named = columns?.some(isCustomName) ? customColumns(await this.lists.customFields(principalOf(caller))) : [];
      columnsFor(columns, named);
      await this.lists.check(principalOf(caller), asked);
      const answer = await this.database.transaction(caller.scope, async (tx) => {
        const id = await this.record(tx, caller, asked);
        const accepted = { status: 202, headers: { location: `/api/v1/exports/${id}` }, body: { id, state: 'accepted' } };
        await reservation.complete(tx, fingerprint, accepted);
        return accepted;
      });
      this.exports.wake();
      return answer;
    } finally {
      await reservation.release();
    }
  }

  private async record(tx: Tx, caller: Caller, { format, filter, sort, columns }: Asked): Promise<string> {
    const now = this.ports.clock();
    const name = `devices-${now.toISOString().slice(0, 16).replace('T', '-').replace(':', '')}.${format}`; // devices-2026-11-21-1749.csv
    const who = Object.values(starterOf(caller));
    const [record] = await tx.query<ExportRecord>(INSERT, [newId(), ...who, format, JSON.stringify(filter), sort, columns, name, now, traceparentOf() ?? null]);
    if (!record) throw new Error('An export was not recorded.');
    await publishExportEvent(tx, record, { case: 'accepted', value: { kind: 'devices', format } }, now);
    return record.id;
  }
}

const INSERT = `
insert into exports (id, by_id, by_name, by_role, reseller_id, customer_id, format, filter, sort, columns, file_name, created_at, traceparent, kind, state)
values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, 'devices', 'accepted') returning ${EXPORT_FIELDS}`;

/** `["<id>:<value>"]` as `custom.<id>`; one may stand by itself, as in the query of the list. */
function customFilters(custom: unknown, refuse: (field: string, message: string) => Refused): [string, unknown][] {
  return [custom].flat().map((each: unknown) => {
    const [id = '', ...value] = typeof each === 'string' ? each.split(':') : []; // '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f:Ground floor'
    if (!isId(id)) throw refuse('custom', 'Give <id of a custom field>:<value>.');
    return [`custom.${id.toLowerCase()}`, value.join(':')];
  });
}

/** Values as the query of the list has them: texts. What they may be is inventory's to say. */
function filterOf(filter: Readonly<Record<string, unknown>>): Record<string, string> {
  const refuse = (field: string, message: string): Refused =>
    new Refused(400, 'bad_filter', `${field}: ${message}`, { errors: [{ code: 'bad_filter', field: `filter.${field}`, message }] });
  const { custom = [], ...others } = filter;
  const entries = [...Object.entries(others), ...customFilters(custom, refuse)].filter(([, value]) => value !== null && value !== undefined && value !== '');
  if (entries.length > MOST_FILTERS) throw refuse('filter', 'There are too many filters.');
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw refuse(name, 'Give one text, number or boolean.');
      const text = String(value);
      if (text.length > LONGEST_FILTER || hasControlCharacters(text) || !text.isWellFormed())
        throw refuse(name, 'Give a plain text of at most 200 characters.');
      return [name, text];
    }),
  );
}
