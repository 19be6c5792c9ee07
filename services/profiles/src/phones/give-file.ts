import { Inject, Injectable } from '@nestjs/common';
import { Refused, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type AskedFile, type ConfigInputs, inputsOf } from './config-inputs.js';
import type { Phone } from './find-phone.js';
import { type Fetch, keepFetch, shownFile } from './keep-fetch.js';
import { keepGiven } from './keep-given.js';
import { type Config, loadConfig } from './load-config.js';
import { type MadeFile, MakeFile } from './make-file.js';

/** What a phone asks for, and how. */
export interface Asking extends AskedFile {
  readonly method: string;
  readonly ifNoneMatch: string | undefined;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

export interface GivenFile extends Omit<MadeFile, 'hash'> {
  readonly etag: string;
  /** The phone has it already, as it says itself. */
  readonly isKnown: boolean;
}

/** Makes the configuration of a phone: by the published versions of its profile, encrypted where the device has a key for that (PRV-04, PRV-05). The same to the last byte until something of it changes. */
@Injectable()
export class GiveFile {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(MakeFile) private readonly makeFile: MakeFile,
  ) {}

  /** Throws `Refused` 404 for what is no file of this phone, 503 `no_configuration` where it has one that cannot be made; each is on record (PRV-06). */
  async execute(phone: Phone, asking: Asking): Promise<GivenFile> {
    const fetch = { at: this.ports.clock(), method: asking.method, file: shownFile(asking.file), remoteIp: asking.remoteIp, userAgent: asking.userAgent };
    try {
      const config = await this.database.transaction(SYSTEM, (tx) => loadConfig(tx, phone, asking.file));
      if (!config) throw new Refused(404, 'not_found', 'There is no such file.');
      const inputs = inputsOf(config, asking, this.ports);
      const { hash, ...made } = await this.make(config, inputs);
      const etag = `"${hash}"`;
      const isKnown = isNamed(asking.ifNoneMatch, etag);
      const bytes = isKnown || asking.method === 'HEAD' ? 0 : made.content.length;
      await this.database.transaction(SYSTEM, async (tx) => {
        await keepFetch(tx, phone, { ...fetch, status: isKnown ? 304 : 200, reason: null, bytes }); // and holds the device's turn
        await keepGiven(tx, phone, { file: asking.file.toLowerCase(), hash, inputs, at: fetch.at }, this.ports.sealer);
      });
      return { ...made, etag, isKnown };
    } catch (error) {
      if (error instanceof Refused) await this.recordRefusal(phone, { ...fetch, status: error.status, reason: error.code, bytes: 0 });
      throw error;
    }
  }

  private async recordRefusal(phone: Phone, fetch: Fetch): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => keepFetch(tx, phone, fetch));
  }

  private async make(config: Config, inputs: ConfigInputs): Promise<MadeFile> {
    const made = await this.makeFile.execute(config.file.template.text, inputs);
    if ('content' in made) return made;
    this.ports.log.warn({ deviceId: config.deviceId, ...made.refusal }, 'the configuration of a phone cannot be made');
    throw noConfiguration();
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
