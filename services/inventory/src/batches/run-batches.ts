import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ChunkQueue } from '@ringfleet/import-rows';
import { Refused } from '@ringfleet/kernel';
import { LeasedJobs, type OpenJob, type Ports, PORTS } from '@ringfleet/service-kit';
import { ApplyBatch } from './apply-batch.js';
import type { BatchChunk, JudgedBatchChunk } from './batch-chunk.js';
import { type BatchLease, BatchLeases } from './batch-leases.js';
import { JudgeBatch } from './judge-batch.js';
import { ReadChunks } from './read-chunks.js';

/**
 * Runs accepted batches, in two slots: one of them only for who has none under way, so that nobody waits for another's large ones. A batch that broke off goes on with
 * the first chunk that is not done.
 */
@Injectable()
export class RunBatches implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly jobs: LeasedJobs<BatchLease>;
  private readonly queue: ChunkQueue<BatchChunk, JudgedBatchChunk>;

  constructor(
    @Inject(PORTS) { log }: Ports,
    @Inject(BatchLeases) private readonly leases: BatchLeases,
    @Inject(ReadChunks) private readonly chunks: ReadChunks,
    @Inject(JudgeBatch) judge: JudgeBatch,
    @Inject(ApplyBatch) applier: ApplyBatch,
  ) {
    this.queue = new ChunkQueue({ service: 'inventory', judge: (chunk) => judge.execute(chunk), applier });
    this.jobs = new LeasedJobs<BatchLease>({
      service: 'inventory',
      log,
      name: 'batch',
      record: 'batch',
      idOf: ({ record }) => record.id,
      slots: { batch: () => leases.take(true), 'batch of who has none under way': () => leases.take(false) },
      leases,
      open: (lease) => this.open(lease),
      stalled: 'The devices cannot be changed just now; it is tried again until that works.',
    });
  }

  onApplicationBootstrap(): void {
    this.jobs.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }

  /** To be called when a batch was accepted. */
  wake(): void {
    this.jobs.wake();
  }

  private open(lease: BatchLease): OpenJob {
    return {
      renew: () => this.leases.renew(lease),
      work: async (signal) => {
        await this.queue.execute(this.chunks.open(lease, signal));
        signal.throwIfAborted();
        await this.leases.complete(lease);
      },
      end: async (error) => {
        if (!(error instanceof Refused)) return false; // who started it may no longer do this
        await this.leases.cancel(lease, error);
        return true;
      },
    };
  }
}
