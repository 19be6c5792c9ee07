import { Controller, Get, HttpCode, Inject, Param, Put, type RawBodyRequest, Req, Res } from '@nestjs/common';
import { Public } from '@ringfleet/access';
import { Described } from '@ringfleet/service-kit';
import type { Request, Response } from 'express';
import { PhoneDoor } from './phone-door.js';
import { TakeFile } from './take-file.js';

export const PHONES_PATH = 'p/:key/:file';
const PARAMS = { key: { type: 'string', description: 'Of the device, as its autoprovisioning URL has it' }, file: { type: 'string', maxLength: 64 } };

/** What phones ask (PRV-04). They sign in with the HTTP username and password of their device: Digest, or Basic. Files that are asked for plainly are given before it comes here (`phonesFirst`). */
@Controller(PHONES_PATH)
export class PhonesController {
  constructor(
    @Inject(PhoneDoor) private readonly door: PhoneDoor,
    @Inject(TakeFile) private readonly take: TakeFile,
  ) {}

  /** HEAD too. */
  @Get()
  @Public()
  @Described('Gives a phone its configuration; it signs in by Digest or Basic with what its device has, or by a certificate', {
    params: PARAMS,
    refuses: { 401: ['phone_unknown'], 403: ['https_required'], 404: ['not_found'], 429: ['too_many_attempts'], 503: ['being_changed', 'no_configuration'] },
    answers: ['text/plain', 'text/xml', 'application/json', 'application/octet-stream'],
  })
  file(@Req() request: Request, @Res() response: Response, @Param('key') key: string, @Param('file') file: string): Promise<void> {
    return this.door.give(request, response, { key, file });
  }

  @Put()
  @Public()
  @HttpCode(204)
  @Described('Takes a file of a phone, which signs in by Digest or Basic with what its device has', {
    params: PARAMS,
    refuses: {
      400: ['partial_upload', 'upload_aborted'],
      401: ['phone_unknown'],
      403: ['https_required', 'uploads_off'],
      408: ['too_slow'],
      413: ['too_large'],
      429: ['too_many_attempts'],
      503: ['being_changed', 'busy'],
    },
  })
  async upload(
    @Req() request: RawBodyRequest<Request>,
    @Res({ passthrough: true }) response: Response,
    @Param('key') key: string,
    @Param('file') file: string,
  ): Promise<void> {
    const phone = await this.door.letIn(request, response, key);
    await this.take.execute(phone, {
      file,
      body: request.rawBody ?? request,
      isPart: request.headers['content-range'] !== undefined,
      ...this.door.from(request),
    });
  }
}
