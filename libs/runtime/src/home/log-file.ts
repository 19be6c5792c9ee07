import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

const LIMIT_BYTES = 10 * 1024 * 1024;
const LOOK_EVERY_MS = 60_000;

/**
 * A log that a child writes through an inherited descriptor: beyond 10 MiB its content moves to `<path>.1`, so both together stay near 20 MiB.
 * It is copied and cut, not renamed, because the child keeps writing to the file it has; that is open for appending, so it goes on at the start.
 */
export class LogFile {
  readonly descriptor: number;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly path: string) {
    this.descriptor = openSync(path, 'a', 0o600);
    this.bound();
    this.timer = setInterval(() => this.bound(), LOOK_EVERY_MS).unref();
  }

  /** Position to give to `since`. */
  get end(): number {
    return statSync(this.path).size;
  }

  /** What was written after that position. */
  since(position: number): string {
    return readFileSync(this.path).subarray(position).toString();
  }

  close(): void {
    clearInterval(this.timer);
    closeSync(this.descriptor);
  }

  private bound(): void {
    if (this.end < LIMIT_BYTES) return;
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path);
  }
}
