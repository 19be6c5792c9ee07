import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics } from '@ringfleet/contracts';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { SendChunks } from '../send/send-chunks.js';
import { StoreAnswers } from './store-answers.js';

/** inventory, or directory, said what became of chunks: their rows have outcomes, and there is room for the next chunks. */
@Controller()
export class OnRowsApplied {
  constructor(
    @Inject(StoreAnswers) private readonly store: StoreAnswers,
    @Inject(SendChunks) private readonly sender: SendChunks,
  ) {}

  @Hears(topics.importOutcomes)
  handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    return this.storeAnswers(topics.importOutcomes, records);
  }

  @Hears(topics.treeOutcomes)
  handleTree(@Payload() records: readonly LogRecord[]): Promise<void> {
    return this.storeAnswers(topics.treeOutcomes, records);
  }

  private async storeAnswers(topic: typeof topics.importOutcomes, records: readonly LogRecord[]): Promise<void> {
    await this.store.execute(records.flatMap(({ value }) => (value ? [decode(topic, value)] : [])));
    this.sender.wake();
  }
}
