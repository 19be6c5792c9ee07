import type { Applied, ChunkApplier } from './chunk-applier.js';
import { measured } from './chunk-measures.js';
import type { ImportChunk } from './import-chunk.js';
import type { JudgedChunk } from './judged-chunk.js';

/** A chunk that PostgreSQL writes, or will write after the one before it. */
interface UnderWay<Judged> {
  readonly judged: Judged;
  readonly applied: Promise<Applied>;
}

export interface ChunkQueueOptions<Chunk extends ImportChunk, Judged extends JudgedChunk> {
  /** The service that applies them. */
  readonly service: string;
  /** `before`: the chunk before, of the same import, which is being written meanwhile. */
  readonly judge: (chunk: Chunk, before: Judged | undefined) => Promise<Judged>;
  readonly applier: Pick<ChunkApplier<Judged>, 'execute'>;
}

/** Chunks of imports, each applied in turn. While PostgreSQL writes one, the next of the same import is judged and stands ready. */
export class ChunkQueue<Chunk extends ImportChunk, Judged extends JudgedChunk> {
  constructor(private readonly options: ChunkQueueOptions<Chunk, Judged>) {}

  async execute(chunks: Iterable<Chunk>): Promise<void> {
    let before: UnderWay<Judged> | undefined;
    try {
      for (const chunk of chunks) before = await this.follow(before, chunk);
    } finally {
      await before?.applied;
    }
  }

  /** Judges a chunk while the one before is being written, and sends it to wait behind that. */
  private async follow(before: UnderWay<Judged> | undefined, chunk: Chunk): Promise<UnderWay<Judged> | undefined> {
    const { service, judge } = this.options;
    const rest = before?.judged.importId === chunk.importId ? before.judged : undefined;
    const judged = await measured({ service, step: 'judge' }, chunk, () => judge(chunk, rest));
    const applied = measured({ service, step: 'apply' }, chunk, () => this.applyBehind(before, judged));
    applied.catch(() => undefined); // it is awaited below, or when its turn has come
    const [earlier] = await Promise.allSettled([before?.applied]);
    if (earlier.status === 'fulfilled' && (!before || earlier.value === 'asJudged')) return { judged, applied };
    // It rested on what did not come to be: it was judged again, or left.
    await applied;
    if (earlier.status === 'rejected') throw earlier.reason;
    return undefined;
  }

  private async applyBehind(before: UnderWay<Judged> | undefined, judged: Judged): Promise<Applied> {
    const { applier } = this.options;
    const applied = await applier.execute(judged);
    if (applied !== 'ahead' || !before) return applied;
    // On connections of their own, it has overtaken the one before.
    await before.applied;
    return applier.execute(judged);
  }
}
