import type { LogRecord } from '@ringfleet/messaging';

/** Records that came to a subscription, and a way to wait for them. */
export class Received {
  readonly records: LogRecord[] = [];
  private readonly waiting = new Set<() => void>();

  readonly onBatch = async (records: readonly LogRecord[]): Promise<void> => {
    this.records.push(...records);
    for (const look of this.waiting) look();
  };

  get keys(): string[] {
    return this.records.map(({ key }) => key);
  }

  /** The values as text, in the order in which they came, of one key or of all. */
  texts(key?: string): string[] {
    return this.records.filter((record) => key === undefined || record.key === key).map(({ value }) => textOf(value));
  }

  /** Resolves when the condition holds; the suite's time limit is the limit. */
  async until(condition: (received: this) => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!condition(this)) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}

export const textOf = (value: Uint8Array | null): string => (value ? Buffer.from(value).toString() : 'tombstone');
