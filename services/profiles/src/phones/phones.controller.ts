import { Controller, Get, HttpCode, Inject, Param, Put, type RawBodyRequest, Req, Res } from '@nestjs/common';
import { Public } from '@ringfleet/access';
import { Described, type Ports, PORTS } from '@ringfleet/service-kit';
import type { Request, Response } from 'express';
import type { Phone } from './find-phone.js';
import { GiveFile } from './give-file.js';
import { type Entry, LetIn } from './let-in.js';
import { PhoneRecords } from './phone-records.js';
import { TakeFile } from './take-file.js';

const PARAMS = { key: { type: 'string', description: 'Of the device, as its autoprovisioning URL has it' }, file: { type: 'string', maxLength: 64 } };

/** What phones ask (PRV-04). They sign in with the HTTP username and password of their device: Digest, or Basic. */
@Controller('p/:key/:file')
export class PhonesController {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(PhoneRecords) private readonly records: PhoneRecords,
    @Inject(LetIn) private readonly door: LetIn,
    @Inject(GiveFile) private readonly give: GiveFile,
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
  async file(@Req() request: Request, @Res() response: Response, @Param('file') file: string): Promise<void> {
    const phone = await this.letIn(request, response);
    const wish = { ifNoneMatch: request.headers['if-none-match'], acceptEncoding: request.get('accept-encoding') ?? '' };
    const { content, type, coding, etag, isKnown } = await this.give.execute(phone, { method: request.method, file, ...wish, ...fromOf(request) });
    response.set({ etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding', ...(coding && { 'content-encoding': coding }) });
    if (isKnown) return void response.status(304).end();
    response.set({ 'content-type': type, 'content-length': String(content.length), 'x-content-type-options': 'nosniff' });
    response.end(request.method === 'HEAD' ? undefined : content);
  }

  @Put()
  @Public()
  @HttpCode(204)
  @Described('Takes a file of a phone, which signs in by Digest or Basic with what its device has', {
    params: PARAMS,
    refuses: {
      401: ['phone_unknown'],
      403: ['https_required', 'uploads_off'],
      408: ['too_slow'],
      413: ['too_large'],
      429: ['too_many_attempts'],
      503: ['being_changed', 'busy'],
    },
  })
  async upload(@Req() request: RawBodyRequest<Request>, @Res({ passthrough: true }) response: Response, @Param('file') file: string): Promise<void> {
    const phone = await this.letIn(request, response);
    // Who is too slow, or has too much, has its answer; the rest is not waited for.
    response.once('finish', () => request.complete || request.destroy());
    await this.take.execute(phone, { file, body: request.rawBody ?? request, ...fromOf(request) });
  }

  /** Throws `Refused`, with what is asked of whoever is refused in the headers. */
  private async letIn(request: Request, response: Response): Promise<Phone> {
    const key = String(request.params['key']);
    const { remoteIp } = fromOf(request);
    const { method, originalUrl: target, headers, secure: isEncrypted } = request;
    const entry = await this.door.execute({ key, method, target, headers, isEncrypted, remoteIp });
    if (entry.outcome === 'in') return entry.phone;
    // Recorded after the answer, which would else take longer for a key that there is.
    response.once('finish', () => void this.recordRefusal(request, entry));
    if (entry.refused.status === 401) response.setHeader('www-authenticate', this.door.asks({ isStale: entry.isStale, isEncrypted }));
    throw entry.refused;
  }

  private async recordRefusal(request: Request, { phone, refused }: Entry & { readonly outcome: 'out' }): Promise<void> {
    if (!phone) return;
    const fetch = { at: this.ports.clock(), method: request.method, file: '', status: refused.status, reason: refused.code, bytes: 0, ...fromOf(request) };
    await this.records
      .keep(phone, fetch)
      .catch((error: unknown) => this.ports.log.warn({ err: error, deviceId: phone.id }, 'a refusal of a phone could not be recorded'));
  }
}

const LONGEST_AGENT = 200;

const fromOf = (request: Request): { readonly remoteIp: string; readonly userAgent: string | null } => ({
  remoteIp: request.ip ?? '',
  userAgent: request.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null,
});
