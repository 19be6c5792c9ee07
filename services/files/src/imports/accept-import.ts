import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId, starterOf } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { traceparentOf } from '@ringfleet/observability';
import { IdempotencyKeys, type Ports, PORTS, type Reservation, type StoredAnswer } from '@ringfleet/service-kit';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ScanImports } from '../scan/scan-imports.js';
import { settingsOf } from '../settings.js';
import { drain } from './drain.js';
import { accepted, publishEvents } from './import-events.js';
import { requireMayImport } from './import-kind.js';
import { ImportObjects } from './import-objects.js';
import { type AcceptedImport, warningsOf } from './import-view.js';
import { receiveUpload, type Upload } from './receive-upload.js';

const ROUTE = 'POST /api/v1/imports';
const DRAIN_MS = 30_000;

/** Stores the file as it came, records the import and answers before any row is read (IMP-04). */
@Injectable()
export class AcceptImport {
  private readonly keys: IdempotencyKeys;
  private readonly maxBytes: number;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
    @Inject(ScanImports) private readonly scans: ScanImports,
  ) {
    this.keys = new IdempotencyKeys(database);
    this.maxBytes = settingsOf(ports.settings).maxBytes;
  }

  /** The answer to give; the same again for a key that was used (IMP-13). A refusal is thrown once the request is read, as far as it pays to. */
  async execute(caller: Caller, request: IncomingMessage, key: string | undefined): Promise<StoredAnswer> {
    try {
      const reservation = await this.keys.reserve({ caller, route: ROUTE, key });
      try {
        return reservation.isRepeat ? await this.repeat(request, reservation) : await this.accept(caller, request, reservation);
      } finally {
        await reservation.release();
      }
    } catch (error) {
      await drain(request, { bytes: this.maxBytes, ms: DRAIN_MS });
      throw error;
    }
  }

  /** Reads the file only to see that it is the same. */
  private async repeat(request: IncomingMessage, reservation: Reservation): Promise<StoredAnswer> {
    const upload = await receiveUpload(request, discard, this.maxBytes);
    const answer = reservation.answered(fingerprintOf(upload));
    if (!answer) throw new Error('A repeated request has no answer.');
    return answer;
  }

  private async accept(caller: Caller, request: IncomingMessage, reservation: Reservation): Promise<StoredAnswer> {
    const id = newId();
    try {
      const upload = await receiveUpload(request, (file) => this.objects.storeFile(id, file), this.maxBytes);
      requireMayImport(caller, upload.kind);
      const answer = await this.database.transaction(caller.scope, async (tx) => {
        const recorded = await this.record(tx, { id, caller, upload });
        await reservation.complete(tx, fingerprintOf(upload), recorded);
        return recorded;
      });
      this.scans.wake();
      return answer;
    } catch (error) {
      // What is left in the store if this fails too is swept after a day.
      await this.objects.remove(id).catch((failure: unknown) => this.ports.log.warn({ err: failure, importId: id }, 'a refused upload could not be removed'));
      throw error;
    }
  }

  private async record(tx: Tx, { id, caller, upload }: { id: string; caller: Caller; upload: Upload }): Promise<StoredAnswer> {
    const now = this.ports.clock();
    const record = {
      id,
      kind: upload.kind,
      ...starterOf(caller),
      file_name: upload.fileName,
      size_bytes: upload.sizeBytes,
      sha256: upload.sha256,
    };
    const [same] = await tx.query<{ id: string }>(SAME_CONTENT, [upload.sha256, record.reseller_id, record.customer_id, upload.kind]);
    await tx.query(INSERT, [
      id,
      caller.id,
      caller.name,
      caller.role,
      record.reseller_id,
      record.customer_id,
      upload.fileName,
      upload.sizeBytes,
      upload.sha256,
      JSON.stringify(upload.columnMap),
      same?.id ?? null,
      now,
      traceparentOf() ?? null,
      caller.fromConsole ?? false,
      upload.kind,
    ]);
    await publishEvents(tx, record, [accepted(record)], now);
    const body: AcceptedImport = { id, state: 'accepted', warnings: warningsOf({ same_as: same?.id ?? null }) };
    return { status: 202, headers: { location: `/api/v1/imports/${id}` }, body };
  }
}

const SAME_CONTENT = `
select id from imports
where sha256 = $1 and kind = $4 and reseller_id is not distinct from $2::uuid and customer_id is not distinct from $3::uuid
  and (state <> 'failed' or applied > 0) order by id desc limit 1`;

const INSERT = `
insert into imports (id, by_id, by_name, by_role, reseller_id, customer_id, file_name, size_bytes, sha256, column_map, same_as, created_at, traceparent, state, from_console, kind)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13, 'accepted', $14, $15)`;

/** What was sent, apart from the file's name. */
const fingerprintOf = ({ sha256, columnMap, kind }: Upload): string =>
  createHash('sha256')
    .update(`${sha256} ${kind} ${JSON.stringify(columnMap)}`)
    .digest('hex');

const discard = (file: Readable): Promise<void> => finished(file.resume());
