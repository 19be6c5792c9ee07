export type Row = readonly string[];

/** Rows as writers take them: some at a time, since waiting for each of many costs more than writing it. */
export type RowSets = AsyncIterable<readonly Row[]>;

/** For rows that come one by one. */
export async function* inSets(rows: AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  for await (const row of rows) yield [row];
}

/** Takes single rows out of sets. */
export class RowQueue {
  private readonly sets: AsyncIterator<readonly Row[]>;
  private set: readonly Row[] = [];
  private at = 0;

  constructor(sets: RowSets) {
    this.sets = sets[Symbol.asyncIterator]();
  }

  /** The next row, where it need not be waited for. */
  next(): Row | undefined {
    return this.set[this.at++];
  }

  /** The next row once there is one; undefined after the last. */
  async awaitNext(): Promise<Row | undefined> {
    for (let row = this.next(); ; row = this.next()) {
      if (row) return row;
      const { done, value } = await this.sets.next();
      if (done) return undefined;
      [this.set, this.at] = [value, 0];
    }
  }

  /** Nobody takes any more. */
  async close(): Promise<void> {
    await this.sets.return?.();
  }
}
