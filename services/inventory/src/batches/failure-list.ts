import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import type { BatchDeviceView } from './batch-view.js';
import { ReadBatches } from './read-batches.js';

export interface FailureList {
  /** Without extension. */
  readonly name: string;
  readonly rows: AsyncIterable<readonly string[]>;
}

const HEADERS = ['Name', 'Record', 'Codes', 'Reasons'];
const AT_ONCE = 1_000;

/** The devices that a batch refused, as a spreadsheet (INV-12): how they were called at the request, and every reason against each. */
@Injectable()
export class ReadFailureList {
  constructor(@Inject(ReadBatches) private readonly batches: ReadBatches) {}

  /** Throws `Refused` 404; 409 `batch_under_way`. */
  async execute(caller: Caller, id: string): Promise<FailureList> {
    const { finishedAt } = await this.batches.one(caller, id);
    if (finishedAt === null) throw new Refused(409, 'batch_under_way', 'The list of failures is there once the batch has ended.', { retryAfterSeconds: 5 });
    return { name: `batch-${finishedAt.slice(0, 10)}-failures`, rows: this.rows(caller, id) };
  }

  private async *rows(caller: Caller, id: string): AsyncGenerator<readonly string[]> {
    yield HEADERS;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await this.batches.devices(caller, id, { outcome: 'refused', limit: AT_ONCE, cursor });
      for (const device of page.items) yield rowOf(device);
      cursor = page.nextCursor;
    }
  }
}

const rowOf = ({ id, name, reasons }: BatchDeviceView): string[] => [
  name,
  id,
  reasons.map(({ code }) => code).join('; '),
  reasons.map(({ message }) => message).join('; '),
];
