import { Inject, Injectable } from '@nestjs/common';
import { answerJson, type CallerPlace, callersBehind, type AnsweringPorts, PORTS, problemOf } from '@ringfleet/service-kit';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PhoneRecords } from '../fetches/phone-records.js';
import type { Phone } from '../sign-in/find-phone.js';
import { type Entry, LetIn, unknown } from '../sign-in/let-in.js';
import { GiveFile } from './give-file.js';

const LONGEST_AGENT = 200;
const WHO_ARE_YOU = problemOf(unknown());

/** A request, whoever took it: Express keeps the address as it came. */
export type PhoneRequest = IncomingMessage & { readonly originalUrl?: string };

/** Where a request of a phone came from, and of what. */
export type PhonePlace = Pick<CallerPlace, 'remoteIp'> & { readonly userAgent: string | null };

/** Answers phones at their addresses (PRV-04), each on record but for those that belong to no device. */
@Injectable()
export class PhoneDoor {
  private readonly placeOf: (request: IncomingMessage) => CallerPlace;

  constructor(
    @Inject(PORTS) private readonly ports: AnsweringPorts,
    @Inject(PhoneRecords) private readonly records: PhoneRecords,
    @Inject(LetIn) private readonly guard: LetIn,
    @Inject(GiveFile) private readonly file: GiveFile,
  ) {
    this.placeOf = callersBehind(ports.trustedProxies);
  }

  /** Gives a file, or says that the phone has it. Rejects with `Refused`, with what is asked of whoever is refused in the headers. */
  async give(request: PhoneRequest, response: ServerResponse, { key, file }: { readonly key: string; readonly file: string }): Promise<void> {
    // Most phones begin by saying nothing, all of a site at once after a power cut: they are asked who they are before anything is set in motion for them.
    if (this.guard.saysNothing(request.headers)) return this.ask(request, response);
    const phone = await this.letIn(request, response, key);
    const { method = '', headers } = request;
    const asking = { method, file, ifNoneMatch: headers['if-none-match'], acceptEncoding: headers['accept-encoding'] ?? '', ...this.from(request) };
    const { content, type, coding, etag, isKnown } = await this.file.execute(phone, asking);
    const said = { etag, 'cache-control': 'private, no-cache', vary: 'accept-encoding', ...(coding && { 'content-encoding': coding }) };
    if (isKnown) return void response.writeHead(304, said).end();
    response.writeHead(200, { ...said, 'content-type': type, 'content-length': content.length, 'x-content-type-options': 'nosniff' });
    response.end(method === 'HEAD' ? undefined : content);
  }

  /** The phone, if it is right. Rejects as `give` does. */
  async letIn(request: PhoneRequest, response: ServerResponse, key: string): Promise<Phone> {
    const { remoteIp, isEncrypted } = this.placeOf(request);
    const { method = '', originalUrl: target = request.url ?? '', headers } = request;
    const entry = await this.guard.execute({ key, method, target, headers, isEncrypted, remoteIp });
    if (entry.outcome === 'in') return entry.phone;
    // Recorded after the answer, which would else take longer for a key that there is.
    response.once('finish', () => void this.recordRefusal(request, entry));
    if (entry.refused.status === 401) response.setHeader('www-authenticate', this.guard.asks({ isStale: entry.isStale, isEncrypted }));
    throw entry.refused;
  }

  from(request: PhoneRequest): PhonePlace {
    return { remoteIp: this.placeOf(request).remoteIp, userAgent: request.headers['user-agent']?.slice(0, LONGEST_AGENT) ?? null };
  }

  private ask(request: PhoneRequest, response: ServerResponse): void {
    response.setHeader('www-authenticate', this.guard.asks({ isEncrypted: this.placeOf(request).isEncrypted }));
    answerJson(response, WHO_ARE_YOU.status, WHO_ARE_YOU, 'application/problem+json; charset=utf-8');
  }

  private async recordRefusal(request: PhoneRequest, { phone, refused }: Entry & { readonly outcome: 'out' }): Promise<void> {
    if (!phone) return;
    const { method = '' } = request;
    const fetch = { at: this.ports.clock(), method, file: '', status: refused.status, reason: refused.code, bytes: 0, ...this.from(request) };
    await this.records
      .keep(phone, fetch)
      .catch((error: unknown) => this.ports.log.warn({ err: error, deviceId: phone.id }, 'a refusal of a phone could not be recorded'));
  }
}
