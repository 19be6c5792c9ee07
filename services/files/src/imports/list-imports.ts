import { Inject, Injectable } from '@nestjs/common';
import { type Caller, encodeCursor, idOfCursor, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { inScope } from './find-import.js';
import { IMPORT_FIELDS, type ImportSummary } from './import-record.js';
import { type ImportView, importView } from './import-view.js';

/** Past imports and those under way, newest first (IMP-11). */
@Injectable()
export class ListImports {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  async execute(caller: Caller, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ImportView>> {
    const params: unknown[] = [];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const scope = inScope(caller, bind);
    return this.database.transaction(caller.scope, async (tx) => {
      const [total] = await tx.query<{ value: number }>(`select count(*)::int as value from imports where ${scope}`, params);
      const after = cursor === undefined ? '' : `and id < ${bind(idOfCursor(cursor))}`;
      // Ids grow with time (UUIDv7).
      const rows = await tx.query<ImportSummary>(
        `select ${IMPORT_FIELDS} from imports where ${scope} ${after} order by id desc limit ${bind(limit + 1)}`,
        params,
      );
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      const now = this.ports.clock();
      return {
        items: shown.map((row) => importView(row, now)),
        nextCursor: last ? encodeCursor([last.id]) : null,
        total: { value: total?.value ?? 0, exact: true },
      };
    });
  }
}
