/** Wakes the one who waits; a ring while nobody waits is remembered. */
export class Bell {
  private rung = false;
  private wake: (() => void) | undefined;

  /** Can be passed on as it is. */
  readonly ring = (): void => {
    this.rung = true;
    this.wake?.();
  };

  /** Resolves at the next ring, or at once if one was not answered yet, or after so many milliseconds. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = undefined;
    }
    this.rung = false;
  }
}
