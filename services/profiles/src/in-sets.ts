import { isTransient } from '@ringfleet/messaging';

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly done: (result: Result) => void;
  readonly failed: (error: unknown) => void;
}

// Node takes one new connection in each turn of its event loop (libuv's uv__server_io): sets that begin at once, in a crowd, are of few, and cost each turn a transaction.
const GATHER_AT_MOST_MS = 10;

/**
 * Does together what many ask for one by one: while one set is under way the next gathers, and then as many milliseconds longer as that one had items. Alone nobody waits. Where a set fails each of it is done
 * alone, so that nobody fails for another; where the database is away all of it fails.
 */
export class InSets<Item, Result> {
  private readonly waiting: Waiting<Item, Result>[] = [];
  private isBusy = false;
  private last = 0;

  /**
   * @param most of one set
   * @param work gives a result for each, in their order
   */
  constructor(
    private readonly most: number,
    private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>,
  ) {}

  do(item: Item): Promise<Result> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.isBusy) this.gather();
    });
  }

  /** Whoever else asks in this turn of the event loop is of the same set. */
  private gather(): void {
    this.isBusy = true;
    if (this.last > 1 && this.waiting.length < this.most) setTimeout(() => void this.next(), Math.min(this.last, GATHER_AT_MOST_MS));
    else setImmediate(() => void this.next());
  }

  private async next(): Promise<void> {
    const set = this.waiting.splice(0, this.most);
    this.last = set.length;
    await this.run(set);
    this.isBusy = false;
    if (this.waiting.length > 0) this.gather();
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
