import { Inject, Injectable } from '@nestjs/common';
import { type Caller, encodeCursor, idOfCursor, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { inScope } from '../imports/find-import.js';
import { settingsOf } from '../settings.js';
import { ExportLinks } from './export-links.js';
import { EXPORT_FIELDS, type ExportRecord } from './export-record.js';
import { type ExportView, exportView } from './export-view.js';
import { findExport } from './find-export.js';

/** Past exports and those under way, newest first; and one of them. */
@Injectable()
export class ReadExports {
  private readonly keptForMs: number;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(ExportLinks) private readonly links: ExportLinks,
  ) {
    this.keptForMs = settingsOf(ports.settings).exportKeepMs;
  }

  /** Throws `Refused` 404. */
  async one(caller: Caller, id: string): Promise<ExportView> {
    return this.show(await this.database.transaction(caller.scope, (tx) => findExport(tx, id)));
  }

  async page(caller: Caller, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<Page<ExportView>> {
    const params: unknown[] = [];
    const bind = (value: unknown): string => `$${params.push(value)}`;
    const scope = inScope(caller, bind);
    return this.database.transaction(caller.scope, async (tx) => {
      const [total] = await tx.query<{ value: number }>(`select count(*)::int as value from exports where ${scope}`, params);
      const after = cursor === undefined ? '' : `and id < ${bind(idOfCursor(cursor))}`;
      const rows = await tx.query<ExportRecord>(
        `select ${EXPORT_FIELDS} from exports where ${scope} ${after} order by id desc limit ${bind(limit + 1)}`,
        params,
      );
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((row) => this.show(row)),
        nextCursor: last ? encodeCursor([last.id]) : null,
        total: { value: total?.value ?? 0, exact: true },
      };
    });
  }

  show(record: ExportRecord): ExportView {
    return exportView(record, { now: this.ports.clock(), keptForMs: this.keptForMs, linkTo: (id) => this.links.linkTo(id) });
  }
}
