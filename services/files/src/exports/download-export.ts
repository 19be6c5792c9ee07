import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import type { ByteSource } from '@ringfleet/spreadsheets';
import { ExportFiles } from './export-files.js';
import { type ExportLink, ExportLinks } from './export-links.js';
import { type ExportFormat, type ExportRecord, isOver } from './export-record.js';
import { findExport } from './find-export.js';

export interface Downloaded {
  readonly fileName: string;
  readonly format: ExportFormat;
  readonly source: ByteSource;
}

/** Gives out the file of an export: a link to those who may see the export, the bytes to who has such a link (EXP-06). */
@Injectable()
export class DownloadExport {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ExportLinks) private readonly links: ExportLinks,
    @Inject(ExportFiles) private readonly files: ExportFiles,
  ) {}

  /** Throws `Refused` 404; 409 `export_under_way`, `no_file`; 410 `file_removed`. */
  async link(caller: Caller, id: string): Promise<ExportLink> {
    numberOf(await this.database.transaction(caller.scope, (tx) => findExport(tx, id)));
    return this.links.linkTo(id);
  }

  /** Throws as `link` does, and 403 `bad_link`, `link_expired`, whether there is such an export or not. */
  async open(id: string, signature: string): Promise<Downloaded> {
    this.links.verify(id, signature);
    const record = await this.database.transaction(SYSTEM, (tx) => findExport(tx, id)); // the link was made for somebody who may see it
    return { fileName: record.file_name, format: record.format, source: await this.files.open({ exportId: id, number: numberOf(record) }) };
  }
}

function numberOf({ state, file, file_removed_at: removed }: ExportRecord): number {
  if (!isOver(state)) throw new Refused(409, 'export_under_way', 'The file is there once the export has ended.', { retryAfterSeconds: 2 });
  if (removed) throw new Refused(410, 'file_removed', 'The file of this export is no longer kept. Export again.');
  if (file === null) throw new Refused(409, 'no_file', `The export has ${state}: there is no file.`);
  return file;
}
