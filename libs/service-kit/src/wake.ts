/** Lets one loop wait to be woken; a call that comes while it is at work is kept for its next wait, several become one. */
export class Wake {
  private rung = false;
  private waiting: (() => void) | undefined;

  readonly ring = (): void => {
    this.rung = true;
    this.waiting?.();
  };

  async next(): Promise<void> {
    if (!this.rung) await new Promise<void>((resolve) => (this.waiting = resolve));
    this.rung = false;
  }
}
