import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ChunkQueue } from '@ringfleet/import-rows';
import { Refused } from '@ringfleet/kernel';
import { isTransient } from '@ringfleet/messaging';
import { traced } from '@ringfleet/observability';
import { JobLoop, LeaseLost, type Ports, PORTS, underLease } from '@ringfleet/service-kit';
import { ApplyBatch } from './apply-batch.js';
import type { BatchChunk, JudgedBatchChunk } from './batch-chunk.js';
import { type BatchLease, BatchLeases } from './batch-leases.js';
import { JudgeBatch } from './judge-batch.js';
import { ReadChunks } from './read-chunks.js';

const REST_MS = 1_000;
const AWAY = 'The devices cannot be changed just now; it is tried again until that works.';

/**
 * Runs accepted batches, in two slots: one of them only for who has none under way, so that nobody waits for another's large ones. A batch that broke off goes on with
 * the first chunk that is not done.
 */
@Injectable()
export class RunBatches implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly slots: readonly JobLoop[];
  private readonly queue: ChunkQueue<BatchChunk, JudgedBatchChunk>;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(BatchLeases) private readonly leases: BatchLeases,
    @Inject(ReadChunks) private readonly chunks: ReadChunks,
    @Inject(JudgeBatch) judge: JudgeBatch,
    @Inject(ApplyBatch) applier: ApplyBatch,
  ) {
    this.queue = new ChunkQueue({ service: 'inventory', judge: (chunk) => judge.execute(chunk), applier });
    const slot = (name: string, anybodys: boolean): JobLoop =>
      new JobLoop({ name, log: ports.log, restMs: REST_MS, round: (signal) => this.runNext(anybodys, signal) });
    this.slots = [slot('batch', true), slot('batch of who has none under way', false)];
  }

  onApplicationBootstrap(): void {
    for (const slot of this.slots) slot.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.stop()));
  }

  /** To be called when a batch was accepted. */
  wake(): void {
    for (const slot of this.slots) slot.wake();
  }

  private async runNext(anybodys: boolean, stopping: AbortSignal): Promise<boolean> {
    const lease = await this.leases.take(anybodys);
    if (!lease) return false;
    const work = { service: 'inventory', name: 'batch', traceparent: lease.traceparent ?? undefined, attributes: { 'ringfleet.batch.id': lease.record.id } };
    await traced(work, () => this.run(lease, stopping));
    return true;
  }

  private async run(lease: BatchLease, stopping: AbortSignal): Promise<void> {
    const held = { renew: () => this.leases.renew(lease), log: this.ports.log, about: { batchId: lease.record.id } };
    try {
      await underLease(held, stopping, async (signal) => {
        await this.queue.execute(this.chunks.open(lease, signal));
        signal.throwIfAborted();
      });
      await this.leases.complete(lease);
    } catch (error) {
      await this.giveUp(lease, error, stopping);
    }
  }

  /** Who may no longer do this ends it; everything else is an accident: it is tried again until it works. */
  private async giveUp(lease: BatchLease, error: unknown, stopping: AbortSignal): Promise<void> {
    if (error instanceof Refused) return this.leases.cancel(lease, error);
    if (stopping.aborted) return this.leases.release(lease);
    if (error instanceof LeaseLost) return;
    this.ports.log[isTransient(error) ? 'warn' : 'error']({ err: error, batchId: lease.record.id }, 'a batch could not go on just now');
    await this.leases.stall(lease, AWAY);
  }
}
