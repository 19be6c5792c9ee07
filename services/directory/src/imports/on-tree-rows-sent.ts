import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { ChunkQueue } from '@ringfleet/import-rows';
import { BatchContext, Hears, type LogRecord } from '@ringfleet/messaging';
import { ApplyTreeChunk } from './apply-tree-chunk.js';
import { type TreeChunk, treeChunkOf } from './import-chunk.js';
import { JudgeTreeChunk, type JudgedTreeChunk } from './judge-tree-chunk.js';

/** files sent chunks of imports of the tree: each is applied in turn (DIR-11). */
@Controller()
export class OnTreeRowsSent {
  private readonly queue: ChunkQueue<TreeChunk, JudgedTreeChunk>;

  constructor(@Inject(JudgeTreeChunk) judge: JudgeTreeChunk, @Inject(ApplyTreeChunk) applier: ApplyTreeChunk) {
    this.queue = new ChunkQueue({ service: 'directory', judge: (chunk, before) => judge.execute(chunk, before), applier });
  }

  @Hears(topics.treeRows)
  async handle(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.queue.execute(chunksOf(context.growing(records)));
  }
}

/** Read one by one, so that what is no chunk fails once those before it are under way. */
async function* chunksOf(records: AsyncIterable<LogRecord>): AsyncGenerator<TreeChunk> {
  for await (const { value, headers } of records) if (value) yield treeChunkOf(decode(topics.treeRows, value), headers['traceparent']);
}
