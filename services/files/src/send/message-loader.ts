import { Inject, Injectable } from '@nestjs/common';
import type { ApplyRows } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { traced } from '@ringfleet/observability';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { ImportObjects } from '../imports/import-objects.js';
import { APPLIERS, type ImportKind } from '../imports/import-kind.js';
import { applyRows, type Sendable } from './apply-rows.js';
import type { ChunkOf } from './choose-chunks.js';

export const keyOf = ({ importId, chunk }: ChunkOf): string => `${importId}/${chunk}`;

interface Loaded {
  readonly messages: ReadonlyMap<string, OutgoingRecord>;
  /** Imports whose chunks could not be read. */
  readonly failed: ReadonlySet<string>;
}

/** What of an import goes into every message. */
export type ScannedImport = Sendable & { readonly scan: number; readonly traceparent: string | null };

/** Reads chunk objects. */
@Injectable()
export class MessageLoader {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
  ) {}

  /** Makes messages of these chunks, outside of any transaction. */
  async load(chunks: readonly ChunkOf[], imports: ReadonlyMap<string, ScannedImport>): Promise<Loaded> {
    const failed = new Set<string>();
    const messages = new Map<string, OutgoingRecord>();
    for (const { importId, chunk } of chunks) {
      const record = imports.get(importId);
      if (!record || failed.has(importId)) continue;
      try {
        messages.set(keyOf({ importId, chunk }), await this.messageOf(record, chunk));
      } catch (error) {
        this.ports.log.error({ err: error, importId, chunk }, 'a chunk could not be read from the store');
        failed.add(importId);
      }
    }
    return { messages, failed };
  }

  private messageOf(record: ScannedImport, chunk: number): Promise<OutgoingRecord> {
    const attributes = { 'ringfleet.import.id': record.id, 'ringfleet.import.chunk': chunk };
    return traced({ service: 'files', name: 'send chunk', kind: 'producer', traceparent: record.traceparent, attributes }, async () => {
      const rows = await this.objects.readChunk({ importId: record.id, scan: record.scan, chunk });
      return this.recordOf(record.kind, applyRows(record, chunk, rows));
    });
  }

  private recordOf(kind: ImportKind, message: ApplyRows): OutgoingRecord {
    return toRecord({ topic: APPLIERS[kind].rows, key: message.importId, source: 'files', time: this.ports.clock(), message });
  }
}

/** The imports of these chunks. */
export async function scannedImports(tx: Tx, chunks: readonly { readonly importId: string }[]): Promise<ReadonlyMap<string, ScannedImport>> {
  const rows = await tx.query<ScannedImport>(
    `select id, kind, scan, traceparent, columns, by_id, by_name, by_role, reseller_id, customer_id, from_console from imports where id = any($1) and scan is not null`,
    [[...new Set(chunks.map(({ importId }) => importId))]],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
