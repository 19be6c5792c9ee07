import { Inject, Injectable } from '@nestjs/common';
import { Column } from '@ringfleet/contracts';
import { type Caller, principalOf } from '@ringfleet/kernel';
import { inSets, writeCsv, writeXlsx } from '@ringfleet/spreadsheets';
import { Readable } from 'node:stream';
import { KNOWN_COLUMNS } from '../columns/columns.js';
import { customColumns } from '../columns/custom-columns.js';
import { DeviceLists } from '../exports/device-lists.js';
import type { TemplateDto } from '../imports/imports.dto.js';
import type { TemplateParts } from './template-parts.js';
import { templateWorkbook } from './template-workbook.js';
import { headerOf, WORDS } from './template-words.js';

/** The import template (IMP-03): the header of every column that is applied, in their order; for devices with the supported models and the caller's sites. */
@Injectable()
export class MakeTemplate {
  constructor(@Inject(DeviceLists) private readonly devices: DeviceLists) {}

  async execute(caller: Caller, { format, kind, language }: TemplateDto): Promise<Readable> {
    const known = KNOWN_COLUMNS[kind].filter(({ column }) => column !== undefined);
    const columns = known.map((column) => ({ header: headerOf(column, language), column: column.column }));
    const words = WORDS[language];
    if (kind === 'tree') {
      const rows = inSets(csvRows({ columns, lists: [], words }));
      return format === 'csv' ? writeCsv(rows) : writeXlsx(rows);
    }
    const { models, sites } = await this.devices.supported(caller);
    const lists = [
      { column: Column.DEVICE_MODEL, header: words.models, values: models },
      { column: Column.SITE, header: words.sites, values: sites },
    ];
    const own = customColumns(await this.devices.customFields(principalOf(caller))).filter(({ isOwn }) => isOwn);
    const custom = own.map(({ name, column, choices }) => ({ header: name, column, choices }));
    const parts = { columns: [...columns, ...custom], lists, words };
    return format === 'csv' ? writeCsv(inSets(csvRows(parts))) : Readable.from([await templateWorkbook(parts)]);
  }
}

/** The lists stand in further columns at the right; import passes them over. */
async function* csvRows({ columns, lists }: TemplateParts): AsyncGenerator<readonly string[]> {
  yield [...columns, ...lists].map(({ header }) => header);
  const longest = Math.max(0, ...lists.map(({ values }) => values.length));
  const empty = columns.map(() => '');
  for (let row = 0; row < longest; row++) yield [...empty, ...lists.map(({ values }) => values[row] ?? '')];
}
