import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { Public } from '@ringfleet/access';
import { Described, sendStored, STORED_TYPES } from '@ringfleet/service-kit';
import type { Response } from 'express';
import { DownloadExport } from './download-export.js';
import { SignedDto } from './exports.dto.js';

/** What signed links lead to (EXP-06). */
@Controller('api/v1/exports')
export class ExportFileController {
  constructor(@Inject(DownloadExport) private readonly download: DownloadExport) {}

  @Get(':id/file')
  @Public()
  @Described('The file of an export, by a signed link', {
    refuses: { 403: ['bad_link', 'link_expired'], 409: ['export_under_way', 'no_file'], 410: ['file_removed'] },
    answers: Object.values(STORED_TYPES),
  })
  async file(@Param('id') id: string, @Query() { signature }: SignedDto, @Res() response: Response): Promise<void> {
    await sendStored(response, await this.download.open(id, signature));
  }
}
