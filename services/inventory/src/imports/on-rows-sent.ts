import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { ChunkQueue } from '@ringfleet/import-rows';
import { BatchContext, Hears, type LogRecord } from '@ringfleet/messaging';
import { ApplyChunk } from './apply-chunk.js';
import { type DeviceChunk, deviceChunkOf } from './import-chunk.js';
import { JudgeChunk, type JudgedDeviceChunk } from './judge-chunk.js';
import { ResolveReferences } from './resolve-references.js';

/** files sent chunks of imports: each is applied in turn. */
@Controller()
export class OnRowsSent {
  private readonly queue: ChunkQueue<DeviceChunk, JudgedDeviceChunk>;

  constructor(@Inject(ResolveReferences) resolve: ResolveReferences, @Inject(JudgeChunk) judge: JudgeChunk, @Inject(ApplyChunk) applier: ApplyChunk) {
    this.queue = new ChunkQueue({ service: 'inventory', judge: async (chunk, before) => judge.execute(await resolve.execute(chunk), before), applier });
  }

  @Hears(topics.importRows)
  async handle(@Payload() records: readonly LogRecord[], @Ctx() context: BatchContext): Promise<void> {
    await this.queue.execute(chunksOf(context.growing(records)));
  }
}

/** Read one by one, so that what is no chunk fails once those before it are under way. */
async function* chunksOf(records: AsyncIterable<LogRecord>): AsyncGenerator<DeviceChunk> {
  for await (const { value, headers } of records) if (value) yield deviceChunkOf(decode(topics.importRows, value), headers['traceparent']);
}
