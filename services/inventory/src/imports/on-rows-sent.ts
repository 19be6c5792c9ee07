import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import type { DeviceStep } from '../devices/device.js';
import { ApplyChunk } from './apply-chunk.js';
import { measured } from './chunk-measures.js';
import { chunkOf, type ImportChunk } from './import-chunk.js';
import { JudgeChunk, type JudgedChunk } from './judge-chunk.js';
import { ResolveReferences } from './resolve-references.js';

/** files sent chunks of imports: each is applied in turn, and while PostgreSQL writes it the next of the same import is judged. */
@Controller()
export class OnRowsSent {
  constructor(
    @Inject(ResolveReferences) private readonly resolve: ResolveReferences,
    @Inject(JudgeChunk) private readonly judge: JudgeChunk,
    @Inject(ApplyChunk) private readonly apply: ApplyChunk,
  ) {}

  @Hears(topics.importRows)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    let ahead: Promise<JudgedChunk> | undefined;
    for (let index = 0, next = chunkIn(records[0]); index < records.length; index++) {
      const chunk = next;
      next = chunkIn(records[index + 1]);
      if (!chunk) continue;
      const judged = await (ahead ?? this.judged(chunk, []));
      const applying = measured('apply', chunk, () => this.apply.execute(judged));
      ahead = next?.importId === chunk.importId ? this.judged(next, judged.steps) : undefined;
      // What fails in judging ahead is thrown when its turn comes.
      ahead?.catch(() => undefined);
      if ((await applying) === 'otherwise') ahead = undefined;
    }
  }

  private async judged(chunk: ImportChunk, before: readonly DeviceStep[]): Promise<JudgedChunk> {
    return measured('judge', chunk, async () => this.judge.execute(await this.resolve.execute(chunk), before));
  }
}

const chunkIn = (record: LogRecord | undefined): ImportChunk | undefined =>
  record?.value ? chunkOf(decode(topics.importRows, record.value), record.headers['traceparent']) : undefined;
