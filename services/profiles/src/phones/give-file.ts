import { Inject, Injectable } from '@nestjs/common';
import { Refused, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Sealed } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Format } from '@ringfleet/templates';
import { createHash } from 'node:crypto';
import { encryptFor } from '../ciphers/vendor-ciphers.js';
import { openKey } from '../provisioning/provisioning-key.js';
import { settingsOf } from '../provisioning/settings.js';
import { contextOf, type PhoneFacts } from '../rendering/context.js';
import { Rendering } from '../rendering/rendering.js';
import { isSealed, secretPurpose } from '../versions/variable.js';
import type { Phone } from './find-phone.js';
import { type Fetch, keepFetch, shownFile } from './keep-fetch.js';
import { type Config, loadConfig } from './load-config.js';

/** What a phone asks for, and how. */
export interface Asking {
  readonly method: string;
  readonly file: string;
  readonly ifNoneMatch: string | undefined;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

export interface GivenFile {
  readonly content: Buffer;
  readonly type: string;
  readonly etag: string;
  /** The phone has it already, as it says itself. */
  readonly isKnown: boolean;
}

const TYPES: Readonly<Record<Format, string>> = {
  xml: 'text/xml; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  quoted: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};
const ENCRYPTED = 'application/octet-stream';

/** Makes the configuration of a phone: by the published versions of its profile, encrypted where the device has a key for that (PRV-04, PRV-05). The same to the last byte until something of it changes. */
@Injectable()
export class GiveFile {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(Rendering) private readonly rendering: Rendering,
  ) {}

  /** Throws `Refused` 404 for what is no file of this phone, 503 `no_configuration` where it has one that cannot be made; each is on record (PRV-06). */
  async execute(phone: Phone, asking: Asking): Promise<GivenFile> {
    const fetch = { at: this.ports.clock(), method: asking.method, file: shownFile(asking.file), remoteIp: asking.remoteIp, userAgent: asking.userAgent };
    try {
      const config = await this.database.transaction(SYSTEM, (tx) => loadConfig(tx, phone, asking.file));
      if (!config) throw new Refused(404, 'not_found', 'There is no such file.');
      const { content, type } = await this.make(config, asking.file);
      const etag = `"${createHash('sha256').update(content).digest('base64url')}"`;
      const isKnown = isNamed(asking.ifNoneMatch, etag);
      await this.record(phone, {
        ...fetch,
        file: asking.file,
        status: isKnown ? 304 : 200,
        reason: null,
        bytes: isKnown || asking.method === 'HEAD' ? 0 : content.length,
      });
      return { content, type, etag, isKnown };
    } catch (error) {
      if (error instanceof Refused) await this.record(phone, { ...fetch, status: error.status, reason: error.code, bytes: 0 });
      throw error;
    }
  }

  private async record(phone: Phone, fetch: Fetch): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => keepFetch(tx, phone, fetch));
  }

  private async make(config: Config, file: string): Promise<Pick<GivenFile, 'content' | 'type'>> {
    const { template } = config.file;
    const context = contextOf(this.factsOf(config), config.laid, (name, value) => this.paramOf(config, name, value));
    const rendered = await this.rendering.render(config.ownerResellerId ?? 'provider', { format: template.format, text: template.text, context });
    if ('refusal' in rendered) {
      this.ports.log.warn(
        { deviceId: config.deviceId, code: rendered.refusal.code, line: rendered.refusal.line },
        'the configuration of a phone cannot be made',
      );
      throw noConfiguration();
    }
    const plain = Buffer.from(rendered.text);
    const { asciiKey } = config.secrets;
    if (asciiKey === null) return { content: plain, type: TYPES[template.format] };
    const cipher = {
      vendor: config.facts.model.vendor,
      asciiKey: this.open(asciiKey, `device:${config.deviceId}:asciiKey`),
      place: `${config.deviceId}/${file.toLowerCase()}`,
    };
    const content = encryptFor(cipher, plain);
    if (!content) throw noConfiguration();
    return { content, type: ENCRYPTED };
  }

  private factsOf({ deviceId, facts, lines, secrets, key }: Config): PhoneFacts {
    const secretOf = (name: 'httpUsername' | 'httpPassword' | 'secret'): string | null => {
      const sealed = secrets[name];
      return sealed && this.open(sealed, `device:${deviceId}:${name}`);
    };
    const [url] = settingsOf(this.ports.settings, this.ports.publicUrl).urls;
    return {
      ...facts,
      device: { ...facts.device, httpUsername: secretOf('httpUsername'), httpPassword: secretOf('httpPassword'), secret: secretOf('secret') },
      lines: lines.map(({ accountId, sipPassword, ...line }) => ({
        ...line,
        sipPassword: sipPassword && this.open(sipPassword, `account:${accountId}:sipPassword`),
      })),
      url: `${url}/p/${openKey(deviceId, key, this.ports.sealer)}/`,
    };
  }

  /** A secret of a profile is sealed for the layer that said it. */
  private paramOf({ laid }: Config, name: string, value: unknown): string | null {
    const layer = laid.params.get(name)?.layer;
    return isSealed(value) && layer ? this.open(Buffer.from(value.sealed, 'base64'), secretPurpose(layer.profileId, name)) : null;
  }

  private open(sealed: Uint8Array, purpose: string): string {
    return Sealed.fromStored(sealed).open(this.ports.sealer, purpose);
  }
}

// The phone tries again later; nothing is given in clear that should have been encrypted.
const noConfiguration = (): Refused =>
  new Refused(503, 'no_configuration', 'The configuration cannot be made; look at the profile and the ASCII/AES key of the device.', {
    retryAfterSeconds: 300,
  });

/** '"a", W/"b"' */
const isNamed = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined && ifNoneMatch.split(',').some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')));
