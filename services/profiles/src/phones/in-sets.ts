import { isTransient } from '@ringfleet/messaging';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
}

interface Limits {
  /** Of one set. */
  readonly most: number;
  /** Sets under way together. */
  readonly atOnce: number;
}

/** Does together what many ask for one by one: while sets are under way the next one gathers. Where a set fails each of it is done alone, so that nobody fails for another; where the database is away all of it fails. */
export class InSets<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;

  /** @param work gives a result for each, in their order */
  constructor(
    private readonly limits: Limits,
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
  ) {}

  do(item: Item): Promise<Result> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      // Whoever else asks in this turn of the event loop is of the same set.
      if (this.waiting.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    while (this.underWay < this.limits.atOnce && this.waiting.length > 0) {
      this.underWay += 1;
      void this.run(this.waiting.splice(0, this.limits.most)).finally(() => {
        this.underWay -= 1;
        this.next();
      });
    }
  }

  private async run(set: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.work(set.map(({ item }) => item));
      for (const [at, { done }] of set.entries()) done(results[at] as Result);
    } catch (error) {
      const [only] = set;
      // One after the other they would wait long to hear the same; and a set whose commit was not answered may be done.
      if (isTransient(error)) for (const { failed } of set) failed(error);
      else if (only && set.length === 1) only.failed(error);
      else for (const one of set) await this.run([one]);
    }
  }
}
