import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { type Applied, ApplyChunk } from './apply-chunk.js';
import { measured } from './chunk-measures.js';
import { chunkOf, type ImportChunk } from './import-chunk.js';
import { JudgeChunk, type JudgedChunk } from './judge-chunk.js';
import { ResolveReferences } from './resolve-references.js';

/** A chunk that PostgreSQL writes, or will write after the one before it. */
interface UnderWay {
  readonly judged: JudgedChunk;
  readonly applied: Promise<Applied>;
}

/** files sent chunks of imports: each is applied in turn. While PostgreSQL writes one, the next of the same import is judged and stands ready. */
@Controller()
export class OnRowsSent {
  constructor(
    @Inject(ResolveReferences) private readonly resolve: ResolveReferences,
    @Inject(JudgeChunk) private readonly judge: JudgeChunk,
    @Inject(ApplyChunk) private readonly apply: ApplyChunk,
  ) {}

  @Hears(topics.importRows)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    let before: UnderWay | undefined;
    try {
      for (const { value, headers } of records) {
        if (value) before = await this.follow(before, chunkOf(decode(topics.importRows, value), headers['traceparent']));
      }
    } finally {
      await before?.applied;
    }
  }

  /** Judges a chunk while the one before is being written, and sends it to wait behind that. */
  private async follow(before: UnderWay | undefined, chunk: ImportChunk): Promise<UnderWay | undefined> {
    const rest = before?.judged.importId === chunk.importId ? before.judged : undefined;
    const judged = await measured('judge', chunk, async () => this.judge.execute(await this.resolve.execute(chunk), rest));
    const applied = measured('apply', chunk, () => this.applyBehind(before, judged));
    applied.catch(() => undefined); // it is awaited below, or when its turn has come
    const [earlier] = await Promise.allSettled([before?.applied]);
    if (earlier.status === 'fulfilled' && (!before || earlier.value === 'asJudged')) return { judged, applied };
    // It rested on what did not come to be: it was judged again, or left.
    await applied;
    if (earlier.status === 'rejected') throw earlier.reason;
    return undefined;
  }

  private async applyBehind(before: UnderWay | undefined, judged: JudgedChunk): Promise<Applied> {
    const applied = await this.apply.execute(judged);
    if (applied !== 'ahead' || !before) return applied;
    // On connections of their own, it has overtaken the one before.
    await before.applied;
    return this.apply.execute(judged);
  }
}
