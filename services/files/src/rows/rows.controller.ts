import { Controller, Get, Inject, Param, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, DOWNLOAD_TYPES, DownloadQuery, sendDownload, sendFile } from '@ringfleet/service-kit';
import { Needs, SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { RejectedRowsDto, RowsDto, TemplateDto } from '../imports/imports.dto.js';
import { MakeTemplate } from '../templates/make-template.js';
import { ReadErrorList } from './error-list.js';
import { ListRejected, type ReasonCount, type RejectedRows } from './list-rejected.js';
import { ListRows, type RowView } from './list-rows.js';
import { type FileHeader, ReadHeader } from './read-header.js';

const SPREADSHEETS = Object.values(DOWNLOAD_TYPES);

/** What became of the rows, and files to go on with: the error list and the template. */
@Controller('api/v1/imports')
@Allow(...MAY.import)
@UseGuards(SectionGuard)
@Needs('modify')
export class RowsController {
  constructor(
    @Inject(ListRows) private readonly list: ListRows,
    @Inject(ListRejected) private readonly rejected: ListRejected,
    @Inject(ReadHeader) private readonly header: ReadHeader,
    @Inject(ReadErrorList) private readonly errors: ReadErrorList,
    @Inject(MakeTemplate) private readonly templates: MakeTemplate,
  ) {}

  @Get('template')
  @Described('An empty spreadsheet with every column', { answers: SPREADSHEETS })
  async template(@CurrentCaller() caller: Caller, @Query() asked: TemplateDto, @Res() response: Response): Promise<void> {
    const { kind, format } = asked;
    const file = await this.templates.execute(caller, asked);
    await sendFile(response, { name: kind === 'devices' ? 'import-template' : `import-template-${kind}`, format, file });
  }

  @Get(':id/rows')
  @Described('What became of the rows of an import', { refuses: { 410: ['file_removed'] } })
  rows(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: RowsDto): Promise<Page<RowView>> {
    return this.list.execute(caller, id, query);
  }

  @Get(':id/rejected-rows')
  @Described('The rejected rows of an import, with the cells of its file')
  rejectedRows(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() query: RejectedRowsDto): Promise<RejectedRows> {
    return this.rejected.execute(caller, id, query);
  }

  @Get(':id/reasons')
  @Described('How many rows of an import were rejected for which reason')
  reasons(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<{ items: readonly ReasonCount[] }> {
    return this.rejected.reasons(caller, id);
  }

  @Get(':id/header')
  @Described('The header of the file of an import, and the columns that there are')
  columns(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<FileHeader> {
    return this.header.execute(caller, id);
  }

  @Get(':id/errors')
  @Described('The rejected rows as a spreadsheet, to be mended and imported again', {
    refuses: { 409: ['no_rows', 'import_under_way'], 410: ['file_removed'] },
    answers: SPREADSHEETS,
  })
  async errorList(@CurrentCaller() caller: Caller, @Param('id') id: string, @Query() { format }: DownloadQuery, @Res() response: Response): Promise<void> {
    const { fileName, rows } = await this.errors.execute(caller, id);
    await sendDownload(response, { name: `${withoutExtension(fileName)}-errors`, format, rows });
  }
}

const withoutExtension = (name: string): string => name.replace(/\.(csv|xlsx?)$/i, ''); // 'phones.csv' → 'phones'
