import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type AnsweringPorts, PORTS } from '@ringfleet/service-kit';
import type { IncomingHttpHeaders } from 'node:http';
import { InSets } from '../in-sets.js';
import { hashKey } from '../provisioning/provisioning-key.js';
import { type ProvisioningSettings, settingsOf } from '../provisioning/settings.js';
import { Beats } from './beats.js';
import { Challenges, type HowAsked } from './challenges.js';
import { certifiedMac } from './client-certificate.js';
import { type Asked, isRightDigest } from './digest.js';
import { findPhones, loginsOf, nobody, type Phone } from './find-phone.js';
import { Guesses } from './guesses.js';
import { type Authorization, isSame, isSameLogin, type Login, readAuthorization } from './login.js';

// A phone takes a little longer to look up than none: whoever is refused hears so at the next of these, which is the same for both but for the few between whose times one falls.
const REFUSED_EVERY_MS = 20;
/** Phones looked up together. */
const MOST = 200;

/** Who stands at the door, and what it says. */
export interface Caller extends Asked {
  /** Of the address, as it came. */
  readonly key: string;
  readonly headers: IncomingHttpHeaders;
  /** It came over https, as far as is known. */
  readonly isEncrypted: boolean;
  readonly remoteIp: string;
}

/** `phone`: whose key it was, if it was anybody's; for the record alone, never for the answer. */
export type Entry =
  | { readonly outcome: 'in'; readonly phone: Phone }
  | { readonly outcome: 'out'; readonly refused: Refused; readonly isStale: boolean; readonly phone: Phone | undefined };

/** The one door for phones (PRV-04): what is wrong, unknown or another's is answered alike. */
@Injectable()
export class LetIn {
  private readonly guesses: Guesses;
  private readonly challenges: Challenges;
  private readonly nobody: Phone;
  private readonly refusals = new Beats(REFUSED_EVERY_MS);
  /** By the hashes of keys. */
  private readonly phones: InSets<string, Phone | undefined>;
  private readonly settings: ProvisioningSettings;

  constructor(
    @Inject(PORTS) private readonly ports: AnsweringPorts,
    @Inject(Database) database: Database,
  ) {
    this.guesses = new Guesses(ports.clock);
    this.challenges = new Challenges(ports);
    this.nobody = nobody(ports.sealer);
    this.settings = settingsOf(ports.settings, ports.publicUrl);
    const { overlapMs } = this.settings;
    this.phones = new InSets(MOST, (hashes) => findPhones(database, hashes, { now: ports.clock(), overlapMs }));
  }

  /** The headers WWW-Authenticate of a refusal with 401. */
  asks(how: HowAsked): string[] {
    return this.challenges.headers(how);
  }

  /** Neither a login nor a certificate: nothing is looked up for it. */
  saysNothing(headers: IncomingHttpHeaders): boolean {
    return (headers.authorization ?? '') === '' && certifiedMac(headers, this.settings.edgeSecret) === undefined;
  }

  async execute(caller: Caller): Promise<Entry> {
    if (this.saysNothing(caller.headers)) return out(unknown());
    const mac = certifiedMac(caller.headers, this.settings.edgeSecret);
    const { authorization: header = '' } = caller.headers;
    const hash = hashKey(caller.key);
    if (this.guesses.mustWait(hash, caller.remoteIp)) return out(tooMany(this.guesses.secondsLeft()));
    const found = await this.phones.do(hash);
    const authorization = this.heard(readAuthorization(header), caller);
    const isLogin = this.isRight(authorization, found ?? this.nobody, caller);
    const isRight = mac === undefined ? isLogin : isSame(mac, found?.mac ?? '');
    if (!isRight || !found) {
      await this.refusals.next();
      const refused = this.guesses.failed(hash, caller.remoteIp) ? tooMany(this.guesses.secondsLeft()) : unknown();
      return out(refused, found);
    }
    const isStale = mac === undefined && authorization?.kind === 'digest' && !this.challenges.isFresh(authorization.params);
    if (isStale) return { ...out(unknown(), found), isStale };
    if (!caller.isEncrypted && !this.mayUseHttp(found)) return out(httpsRequired(), found);
    return found.isWhole ? { outcome: 'in', phone: found } : out(beingChanged(), found);
  }

  /** A password that was called across the street is none. */
  private heard(authorization: Authorization | undefined, { isEncrypted }: Caller): Authorization | undefined {
    return authorization?.kind === 'basic' && !isEncrypted && !this.settings.isHttpAlone ? undefined : authorization;
  }

  /** Where https is to be had, only what is encrypted goes without it, to models that need that. */
  private mayUseHttp({ hasKey, vendor, model }: Phone): boolean {
    const { isHttpAlone, httpModels } = this.settings;
    return isHttpAlone || (hasKey && [`${vendor}`, `${vendor} ${model}`].some((name) => httpModels.has(name.toLowerCase())));
  }

  /** Every login is looked at, so that none answers sooner. */
  private isRight(authorization: Authorization | undefined, phone: Phone, asked: Asked): boolean {
    const right = loginsOf(phone, this.ports.sealer).filter((login) => isRightLogin(authorization, login, asked));
    return right.length > 0;
  }
}

function isRightLogin(authorization: Authorization | undefined, login: Login, asked: Asked): boolean {
  if (authorization === undefined) return false;
  return authorization.kind === 'basic' ? isSameLogin(authorization.login, login) : isRightDigest(authorization.params, login, asked);
}

const out = (refused: Refused, phone?: Phone): Entry & { readonly outcome: 'out' } => ({ outcome: 'out', refused, isStale: false, phone });

export const unknown = (): Refused =>
  new Refused(401, 'phone_unknown', 'Sign in with the HTTP username and password of the device that this address belongs to.');

const tooMany = (retryAfterSeconds: number): Refused =>
  new Refused(429, 'too_many_attempts', 'There were too many attempts to sign in from here; wait as Retry-After says.', { retryAfterSeconds });

const httpsRequired = (): Refused => new Refused(403, 'https_required', 'This phone gets its configuration over https alone.');

const beingChanged = (): Refused => new Refused(503, 'being_changed', 'The device is just being changed; try again in a moment.', { retryAfterSeconds: 5 });
