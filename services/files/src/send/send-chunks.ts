import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { Database, type Tx } from '@ringfleet/persistence';
import { JobLoop, PORTS, type Ports } from '@ringfleet/service-kit';
import { CancelRevoked } from '../imports/cancel-revoked.js';
import { APPLIERS, IMPORT_KINDS, type ImportKind } from '../imports/import-kind.js';
import { markSent, openImports, overdue, stall } from './chunk-table.js';
import { chooseChunks, type ChunkOf } from './choose-chunks.js';
import { keyOf, MessageLoader, type ScannedImport, scannedImports } from './message-loader.js';

const REST_MS = 1_000;
const SET_ASIDE_MS = 2_000;
const AWAY = 'The file’s rows cannot be read from the store just now.';
const unanswered = (kind: ImportKind): string => `${APPLIERS[kind].name} has not answered for 30 seconds; it is asked again until it does.`;

/**
 * Sends chunks to the services that apply them, a few at a time and in turn (IMP-12), through the outbox. Needs no lease: what is in flight stands in the table, and sending
 * twice is harmless. Objects are read between two transactions, never under the senders' lock.
 */
@Injectable()
export class SendChunks implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private loaded: ReadonlyMap<string, OutgoingRecord> = new Map();
  /** Imports whose chunks could not be read, and until when they are left out: otherwise their turn would come again and again, and nobody else's. */
  private readonly setAside = new Map<string, number>();

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(MessageLoader) private readonly loader: MessageLoader,
    @Inject(CancelRevoked) private readonly revoked: CancelRevoked,
  ) {
    this.loop = new JobLoop({ name: 'send', log: ports.log, restMs: REST_MS, round: () => this.round() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** To be called when an import was read through, or chunks were answered. */
  wake(): void {
    this.loop.wake();
  }

  /** Sends what is chosen and loaded; true when more was chosen, which then is loaded for the next round. */
  private async round(): Promise<boolean> {
    const missing = await this.database.transaction(SYSTEM, (tx) => this.sendLoaded(tx));
    this.loaded = new Map();
    if (missing.chunks.length === 0) return false;
    const { messages, failed } = await this.loader.load(missing.chunks, missing.imports);
    this.loaded = messages;
    for (const importId of failed) this.setAside.set(importId, performance.now() + SET_ASIDE_MS);
    if (failed.size > 0) await this.database.transaction(SYSTEM, (tx) => stall(tx, [...failed], AWAY));
    return true;
  }

  private async sendLoaded(tx: Tx): Promise<{ chunks: ChunkOf[]; imports: ReadonlyMap<string, ScannedImport> }> {
    await this.revoked.execute(tx);
    const open = await openImports(tx);
    const again = (await overdue(tx)).filter(({ importId }) => !this.isSetAside(importId));
    const able = ({ candidates }: (typeof open)[number]) => candidates.map((one) => (this.isSetAside(one.importId) ? { ...one, unsent: [] } : one));
    const chosen = [...again, ...open.flatMap((ofKind) => chooseChunks(able(ofKind), ofKind.others))];
    const ready = chosen.filter((chunk) => this.loaded.has(keyOf(chunk)));
    if (ready.length > 0) {
      const sent = await markSent(tx, ready);
      await tx.publish(sent.flatMap((chunk) => this.loaded.get(keyOf(chunk)) ?? []));
    }
    for (const kind of IMPORT_KINDS) {
      const late = again.filter((chunk) => chunk.kind === kind);
      await stall(tx, [...new Set(late.map(({ importId }) => importId))], unanswered(kind));
    }
    const chunks = chosen.filter((chunk) => !this.loaded.has(keyOf(chunk)));
    return { chunks, imports: chunks.length > 0 ? await scannedImports(tx, chunks) : new Map() };
  }
  private isSetAside(importId: string): boolean {
    const until = this.setAside.get(importId);
    if (until === undefined || until > performance.now()) return until !== undefined;
    this.setAside.delete(importId);
    return false;
  }
}
