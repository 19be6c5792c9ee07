import { Inject, Injectable } from '@nestjs/common';
import { callerOfPrincipal, principalOfStarter } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { DevicesSection } from '@ringfleet/tenants';
import { type BatchChunk, rowsOf } from './batch-chunk.js';
import type { BatchLease } from './batch-leases.js';

const NEXT = 'select chunk, device_ids as "deviceIds" from device_batch_chunks where batch_id = $1 and chunk >= $2 and outcomes is null order by chunk limit 1';

/** The chunks of a batch that are to be done, one after the other. */
@Injectable()
export class ReadChunks {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DevicesSection) private readonly section: DevicesSection,
  ) {}

  /** Ends where the signal is aborted. Throws `Refused` as `DevicesSection`: who started it may have been revoked since (design.md §6). */
  async *open({ record, number, traceparent }: BatchLease, signal: AbortSignal): AsyncGenerator<BatchChunk> {
    const uploader = callerOfPrincipal(principalOfStarter(record));
    const order = { change: record.change, managedBy: record.managed_by };
    for (let from = 0; !signal.aborted; from++) {
      await this.section.require(uploader, 'modify');
      const [next] = await this.database.transaction(uploader.scope, (tx) => tx.query<{ chunk: number; deviceIds: string[] }>(NEXT, [record.id, from]));
      if (!next) return;
      from = next.chunk;
      const common = { order, uploader, lease: number, importId: record.id, traceparent: traceparent ?? undefined };
      yield { ...common, ...next, rows: rowsOf(next.deviceIds) };
    }
  }
}
