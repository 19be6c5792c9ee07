import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { ApplyChunk } from './apply-chunk.js';
import { chunkOf } from './import-chunk.js';
import { PrepareChunk, type PreparedChunk } from './prepare-chunk.js';

/** files sent chunks of imports: each is applied in turn, while the references of the next are resolved. */
@Controller()
export class OnRowsSent {
  constructor(
    @Inject(PrepareChunk) private readonly prepare: PrepareChunk,
    @Inject(ApplyChunk) private readonly apply: ApplyChunk,
  ) {}

  @Hears(topics.importRows)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    let next = this.prepared(records[0]);
    for (let index = 0; index < records.length; index++) {
      const chunk = await next;
      next = this.prepared(records[index + 1]);
      // What fails in preparing the next one is thrown when its turn comes.
      next.catch(() => undefined);
      if (chunk) await this.apply.execute(chunk);
    }
  }

  private async prepared(record: LogRecord | undefined): Promise<PreparedChunk | undefined> {
    return record?.value ? this.prepare.execute(chunkOf(decode(topics.importRows, record.value))) : undefined;
  }
}
