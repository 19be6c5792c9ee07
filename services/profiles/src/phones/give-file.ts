import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type AnsweringPorts, PORTS } from '@ringfleet/service-kit';
import { CannotOpen } from '@ringfleet/secrets';
import { acceptedCoding } from '../ciphers/vendor-ciphers.js';
import { isFileName, shownFile } from '../fetches/phone-file.js';
import { type GivenAgain, PhoneRecords } from '../fetches/phone-records.js';
import { type AskedFile, inputsOf } from '../given/config-inputs.js';
import { findGivens, type FoundGiven, type KeptFile, type WantedFile } from '../given/find-given.js';
import { contentPurpose, type Given } from '../given/keep-given.js';
import { type Config, loadConfigs, type PhoneFile } from '../given/load-config.js';
import { type MadeFile, MakeFile } from '../given/make-file.js';
import { InSets } from '../in-sets.js';
import { settingsOf } from '../provisioning/settings.js';
import type { Phone } from '../sign-in/find-phone.js';
import { countFile } from './measures.js';

/** What a phone asks for, and how. */
export interface Asking extends AskedFile {
  readonly method: string;
  readonly ifNoneMatch: string | undefined;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

/** Files looked for together; their bytes are in memory meanwhile. */
const MOST = 100;

export interface GivenFile extends Omit<MadeFile, 'hash'> {
  readonly etag: string;
  /** The phone has it already, as it says itself. */
  readonly isKnown: boolean;
}

/**
 * Gives a phone its configuration: by the published versions of its profile, encrypted where the device has a key for that (PRV-04, PRV-05). The same to the last byte until something of it changes; until then it is not made
 * again (deploy/docs/decisions/rendered-files.md).
 */
@Injectable()
export class GiveFile {
  private readonly givens: InSets<WantedFile, FoundGiven | undefined>;
  private readonly configs: InSets<PhoneFile, Config | undefined>;

  constructor(
    @Inject(PORTS) private readonly ports: AnsweringPorts,
    @Inject(Database) database: Database,
    @Inject(MakeFile) private readonly makeFile: MakeFile,
    @Inject(PhoneRecords) private readonly records: PhoneRecords,
  ) {
    const { urls } = settingsOf(ports.settings, ports.publicUrl);
    this.givens = new InSets(MOST, (asked) => findGivens(database, asked, urls.join()));
    this.configs = new InSets(MOST, (asked) => database.transactionAsSystem((tx) => loadConfigs(tx, asked)));
  }

  /** Throws `Refused` 404 for what is no file of this phone, 503 `no_configuration` where it has one that cannot be made; each is on record (PRV-06). */
  async execute(phone: Phone, asking: Asking): Promise<GivenFile> {
    const fetch = { at: this.ports.clock(), method: asking.method, file: shownFile(asking.file), remoteIp: asking.remoteIp, userAgent: asking.userAgent };
    try {
      const { made, given } = await this.fileOf(phone, asking, fetch.at);
      const { hash, content, type, coding } = made;
      const etag = `"${hash}"`;
      const isKnown = isNamed(asking.ifNoneMatch, etag);
      const isAskedAlone = asking.method === 'HEAD';
      const bytes = isKnown || isAskedAlone ? 0 : content.length;
      await this.records.keep(phone, { ...fetch, status: isKnown ? 304 : 200, reason: null, bytes }, isAskedAlone ? undefined : given);
      return { content, type, coding, etag, isKnown };
    } catch (error) {
      if (error instanceof Refused) await this.records.keep(phone, { ...fetch, status: error.status, reason: error.code, bytes: 0 });
      throw error;
    }
  }

  private async fileOf(phone: Phone, asked: AskedFile, at: Date): Promise<{ readonly made: MadeFile; readonly given: Given | GivenAgain }> {
    const file = asked.file.toLowerCase();
    // Of another name there may be one, but it is not kept.
    const found = isFileName(asked.file) ? await this.givens.do({ phone, file, coding: acceptedCoding(asked.acceptEncoding) }) : undefined;
    const kept = found?.given;
    const opened = kept && this.opened(phone, file, kept);
    if (opened) {
      countFile('kept');
      const { id, hash, profileId, profileVersion } = kept;
      return { made: opened, given: { again: { id, hash, profileId, profileVersion } } };
    }
    const config = await this.configs.do({ phone, name: asked.file });
    if (!config) throw new Refused(404, 'not_found', 'There is no such file.');
    const inputs = inputsOf(config, asked, this.ports);
    countFile('made');
    const made = await this.makeFile.execute(config.file.template.text, inputs);
    if ('content' in made) return { made, given: { phone, file, made, inputs, madeOf: found?.madeOf ?? null, at } };
    this.ports.log.warn({ deviceId: config.deviceId, ...made.refusal }, 'the configuration of a phone cannot be made');
    throw noConfiguration();
  }

  /** undefined where it was sealed with a key that there is no more: then it is made again. */
  private opened({ id: deviceId }: Phone, file: string, { hash, type, coding, content }: KeptFile): MadeFile | undefined {
    try {
      return { hash, type, coding, content: Buffer.from(this.ports.sealer.open(content, contentPurpose(deviceId, file, hash)), 'latin1') };
    } catch (error) {
      if (error instanceof CannotOpen) return undefined;
      throw error;
    }
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
