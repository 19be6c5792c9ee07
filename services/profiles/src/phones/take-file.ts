import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@ringfleet/kernel';
import { traceparentOf } from '@ringfleet/observability';
import { Database, type SqlTx } from '@ringfleet/persistence';
import { type AnsweringPorts, PORTS } from '@ringfleet/service-kit';
import type { Readable } from 'node:stream';
import { type Fetch, keepFetches } from '../fetches/keep-fetch.js';
import { filePurpose, isFileName, shownFile } from '../fetches/phone-file.js';
import { PhoneRecords } from '../fetches/phone-records.js';
import type { Phone } from '../sign-in/find-phone.js';
import { readBody } from './read-body.js';

/** What a phone brings, and from where. */
export interface Brought {
  readonly file: string;
  readonly body: Readable | Buffer;
  /** The phone says that it is a part of the file alone (Content-Range). */
  readonly isPart: boolean;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

const MIB = 1024 * 1024;
/** Of one file; logs and settings of phones are far smaller. */
const MOST_BYTES = MIB;
/** Read and thrown away before a file that is too large is refused, so that the phone hears why. */
const DRAINED_BYTES = 4 * MIB;
/** Enough for a line of 70 kbit/s: who is slower must not keep the others waiting. */
const WITHIN_MS = 120_000;
const MOST_FILES = 32;
/** A whole site may start at once, and each phone bring its log. */
const MOST_AT_ONCE = 32;
/** So that the slow phones of one reseller leave room for everybody else's. */
const MOST_OF_HOLDER = 24;
const MOST_OF_DEVICE = 2;

/** Takes a file of the phone's own (PRV-07): kept as it came, never read; the last of each name, and of the names the last. */
@Injectable()
export class TakeFile {
  /** The phones whose files are under way, each as often as it has some. */
  private readonly underWay: Phone[] = [];

  constructor(
    @Inject(PORTS) private readonly ports: AnsweringPorts,
    @Inject(Database) private readonly database: Database,
    @Inject(PhoneRecords) private readonly records: PhoneRecords,
  ) {}

  /** Throws `Refused` 400 `partial_upload`, `upload_aborted`, 403 `uploads_off`, 404, 408 `too_slow`, 413 `too_large`, 503 `busy`; each is on record. */
  async execute(phone: Phone, brought: Brought): Promise<void> {
    const at = this.ports.clock();
    const fetch = { at, method: 'PUT', file: brought.file, remoteIp: brought.remoteIp, userAgent: brought.userAgent };
    try {
      const content = await this.contentOf(phone, brought);
      await this.database.transactionAsSystem((tx) => this.keep(tx, phone, { ...fetch, status: 204, reason: null, bytes: content.length }, content));
    } catch (error) {
      if (error instanceof Refused) {
        const refused = { ...fetch, file: shownFile(brought.file), status: error.status, reason: error.code, bytes: 0 };
        await this.records.keep(phone, refused);
      }
      throw error;
    }
  }

  private async contentOf(phone: Phone, { file, body, isPart }: Brought): Promise<Buffer> {
    if (this.isBusy(phone)) throw new Refused(503, 'busy', 'Too many phones bring files just now; try again.', { retryAfterSeconds: 30 });
    this.underWay.push(phone);
    try {
      const content = Buffer.isBuffer(body) ? body : await readBody(body, { kept: MOST_BYTES, read: DRAINED_BYTES, withinMs: WITHIN_MS });
      if (content === 'broken_off') throw new Refused(400, 'upload_aborted', 'The connection closed before the whole file had come.');
      if (content === 'too_slow') throw new Refused(408, 'too_slow', 'The file did not come within two minutes.');
      if (!phone.acceptsData) throw new Refused(403, 'uploads_off', 'Nothing is accepted from this phone; switch on "accept data from phone" of its device.');
      if (isPart) throw new Refused(400, 'partial_upload', 'A file is taken whole: send it without Content-Range.');
      if (!isFileName(file)) throw new Refused(404, 'not_found', 'There is no such file.');
      if (content === 'too_large' || content.length > MOST_BYTES) throw new Refused(413, 'too_large', 'A file of a phone may have 1 MiB at most.');
      return content;
    } finally {
      this.underWay.splice(this.underWay.indexOf(phone), 1);
    }
  }

  private isBusy(phone: Phone): boolean {
    const ofDevice = this.underWay.filter(({ id }) => id === phone.id);
    const ofHolder = this.underWay.filter((one) => holderOf(one) === holderOf(phone));
    return this.underWay.length >= MOST_AT_ONCE || ofHolder.length >= MOST_OF_HOLDER || ofDevice.length >= MOST_OF_DEVICE;
  }

  private async keep(tx: SqlTx, phone: Phone, fetch: Fetch, content: Buffer): Promise<void> {
    await keepFetches(tx, [{ phone, fetch, traceparent: traceparentOf() }]); // and holds the device's turn
    const sealed = Buffer.from(this.ports.sealer.seal(content.toString('base64'), filePurpose(phone.id, fetch.file)));
    const holder = [phone.managedBy, phone.customerId, phone.customerResellerId];
    await tx.query(KEEP, [phone.id, fetch.file, sealed, content.length, fetch.at, fetch.remoteIp, fetch.userAgent, ...holder]);
    await tx.query(FORGET, [phone.id, MOST_FILES]);
  }
}

/** The reseller that it is of; null: the provider. */
const holderOf = ({ managedBy, customerResellerId }: Phone): string | null => managedBy ?? customerResellerId;

const KEEP = `
insert into phone_files (device_id, name, content, size, at, remote_ip, user_agent, managed_by, customer_id, customer_reseller_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (device_id, name) do update set content = excluded.content, size = excluded.size, at = excluded.at, remote_ip = excluded.remote_ip,
  user_agent = excluded.user_agent, managed_by = excluded.managed_by, customer_id = excluded.customer_id, customer_reseller_id = excluded.customer_reseller_id`;

const FORGET = `
delete from phone_files where device_id = $1 and name in (select name from phone_files where device_id = $1 order by at desc, name offset $2)`;
