const IDLE_BEATS = 50;

/**
 * Lets go of whoever waits at beats that go on by themselves: when, says nothing of what one did before. A time-out that is reckoned from there does, as Node cuts fractions of milliseconds off. Runs while somebody waits, and for a
 * second after.
 */
export class Beats {
  private waiting: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private idle = 0;

  constructor(private readonly everyMs: number) {}

  next(): Promise<void> {
    this.timer ??= setInterval(() => this.beat(), this.everyMs).unref();
    return new Promise((resolve) => void this.waiting.push(resolve));
  }

  private beat(): void {
    const waiting = this.waiting.splice(0);
    for (const go of waiting) go();
    this.idle = waiting.length > 0 ? 0 : this.idle + 1;
    if (this.idle < IDLE_BEATS) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.idle = 0;
  }
}
