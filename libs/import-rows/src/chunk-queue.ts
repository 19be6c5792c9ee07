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
  /** `before`: the chunks before, of the same import, in their order, which are being written meanwhile. */
  readonly judge: (chunk: Chunk, before: readonly Judged[]) => Promise<Judged>;
  readonly applier: Pick<ChunkApplier<Judged>, 'execute'>;
}

/** One that is being written, one that stands ready behind it. */
const UNDER_WAY = 2;

/** Chunks of imports, each applied in turn. While PostgreSQL writes one, and the next of the same import stands ready, the one after that is judged. */
export class ChunkQueue<Chunk extends ImportChunk, Judged extends JudgedChunk> {
  constructor(private readonly options: ChunkQueueOptions<Chunk, Judged>) {}

  async execute(chunks: AsyncIterable<Chunk>): Promise<void> {
    let line: Line<Judged> = [];
    try {
      for await (const chunk of chunks) line = await this.follow(line, chunk);
    } finally {
      await allApplied(line);
    }
  }

  /** Judges a chunk as those before will leave things, and sends it to wait behind them as soon as there is room. */
  private async follow(line: Line<Judged>, chunk: Chunk): Promise<Line<Judged>> {
    const { service, judge } = this.options;
    const before = line.flatMap(({ judged }) => (judged.importId === chunk.importId ? [judged] : []));
    const judged = await measured({ service, step: 'judge' }, chunk, () => judge(chunk, before));
    const waiting = line.slice(1 - UNDER_WAY);
    const written = await allApplied(line.slice(0, line.length - waiting.length));
    if (written.some((applied) => applied !== 'asJudged')) {
      // What waits rests on what did not come to be: it was judged again, or left.
      await allApplied(waiting);
      return this.follow([], chunk);
    }
    const applied = measured({ service, step: 'apply' }, chunk, () => this.applyBehind(waiting.at(-1), judged));
    applied.catch(() => undefined); // it is awaited when its turn has come
    return [...waiting, { judged, applied }];
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

/** What is under way, the oldest first. */
type Line<Judged> = readonly UnderWay<Judged>[];

/** Resolves or rejects when nothing is under way any more. */
async function allApplied<Judged>(line: Line<Judged>): Promise<readonly Applied[]> {
  const applied = line.map((one) => one.applied);
  await Promise.allSettled(applied);
  return Promise.all(applied);
}
