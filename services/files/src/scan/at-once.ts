/** Work of which so many pieces are under way at once. What fails is thrown at the next `add`, or at the end. */
export class AtOnce {
  private readonly underWay: Promise<void>[] = [];

  constructor(private readonly most: number) {}

  /** Resolves when there is room for the next piece. */
  async add(work: Promise<void>): Promise<void> {
    work.catch(() => undefined); // thrown when its turn has come
    this.underWay.push(work);
    if (this.underWay.length >= this.most) await this.underWay.shift();
  }

  async end(): Promise<void> {
    await Promise.all(this.underWay.splice(0));
  }
}
