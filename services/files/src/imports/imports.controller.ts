import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, PageQuery } from '@ringfleet/service-kit';
import { Needs, SectionGuard } from '@ringfleet/tenants';
import type { Request, Response } from 'express';
import { AcceptImport } from './accept-import.js';
import { CancelImport } from './cancel-import.js';
import { GetImport } from './get-import.js';
import { IMPORT_KINDS } from './import-kind.js';
import type { AcceptedImport, ImportView } from './import-view.js';
import { ListImports } from './list-imports.js';

const UPLOAD = {
  file: { type: 'string', format: 'binary', description: 'The spreadsheet: csv, xls or xlsx.' },
  kind: { type: 'string', enum: [...IMPORT_KINDS], description: 'What its rows are; devices where it is left out.' },
  columnMap: { type: 'string', contentMediaType: 'application/json', description: 'A JSON object: header in the file → column, null to pass the column over.' },
  dryRun: { type: 'string', enum: ['false'] },
};

/** Starting, cancelling and looking at imports, for the roles that may import (DIR-02a). */
@Controller('api/v1/imports')
@Allow(...MAY.import)
@UseGuards(SectionGuard)
@Needs('modify')
export class ImportsController {
  constructor(
    @Inject(AcceptImport) private readonly accept: AcceptImport,
    @Inject(CancelImport) private readonly cancel: CancelImport,
    @Inject(ListImports) private readonly list: ListImports,
    @Inject(GetImport) private readonly get: GetImport,
  ) {}

  @Post()
  @HttpCode(202)
  @Described('Starts an import of a spreadsheet', {
    refuses: {
      400: [
        'bad_multipart',
        'file_missing',
        'empty_file',
        'too_many_parts',
        'unexpected_part',
        'field_too_long',
        'bad_column_map',
        'validation_failed',
        'upload_aborted',
      ],
      413: ['file_too_large', 'too_large'],
      415: ['not_a_spreadsheet', 'unsupported_media_type'],
      501: ['not_supported'],
    },
    form: UPLOAD,
    headers: ['Location'],
    example: { file: 'Action,Device ID,Device model\nAdd,Desk 1,Yealink T46S', columnMap: '{}' },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<AcceptedImport> {
    try {
      const { status, headers, body } = await this.accept.execute(caller, request, key);
      response.status(status).set(headers);
      return body as AcceptedImport;
    } catch (error) {
      if (!request.complete) response.set('connection', 'close'); // the client is still sending what nobody wants
      throw error;
    }
  }

  @Get()
  @Described('Lists imports, the newest first')
  all(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<ImportView>> {
    return this.list.execute(caller, query);
  }

  @Get(':id')
  @Described('An import: its state and counts')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ImportView> {
    return this.get.execute(caller, id);
  }

  @Post(':id/cancel')
  @Described('Cancels an import', { refuses: { 409: ['import_finished'] } })
  @HttpCode(202)
  stop(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ImportView> {
    return this.cancel.execute(caller, id);
  }
}
