import cliProgress, { type Options, type Params, type SingleBar } from 'cli-progress';
import { say, type Terminal } from '../terminal.js';
import { hasEnded, type ImportView } from './import-view.js';
import { count, counted, duration } from './words.js';

/** Shows how an import gets on: a bar on a terminal, else a line now and then. */
export interface ProgressDisplay {
  show(view: ImportView): void;
  /** Says something that stays. */
  note(text: string): void;
  end(): void;
}

export const progressDisplay = (terminal: Terminal): ProgressDisplay => (terminal.out.isTTY ? new BarDisplay(terminal) : new LineDisplay(terminal));

const done = ({ counts }: ImportView): number => counts.applied + counts.unchanged + counts.rejected;

/** What stands beside the bar: '12,000 of 50,000 rows, 10 rejected, 4,100 rows/s, 9 s left' */
function progressText(view: ImportView): string {
  const { counts, progress, state } = view;
  if (state === 'accepted') return 'Waiting for its turn';
  if (counts.rows === 0) return progress?.rowsRead ? `Reading the file: ${counted(progress.rowsRead, 'row')}` : 'Reading the file';
  const parts = [`${count(done(view))} of ${counted(counts.rows, 'row')}`];
  if (counts.rejected > 0) parts.push(`${count(counts.rejected)} rejected`);
  if (progress?.rate) parts.push(`${count(Math.round(progress.rate))} rows/s`);
  if (progress?.secondsLeft && state === 'running') parts.push(`${duration(progress.secondsLeft)} left`);
  if (state === 'stalled') parts.push(`waiting: ${view.problem?.message ?? 'Ringfleet tries again by itself'}`);
  if (state === 'cancelling') parts.push('being cancelled');
  return parts.join(', ');
}

class BarDisplay implements ProgressDisplay {
  private readonly bar: SingleBar;
  private started = false;

  constructor(private readonly terminal: Terminal) {
    // The types of cli-progress ask for a stream of Node's old declaration.
    const stream = terminal.out as NodeJS.WritableStream;
    this.bar = new cliProgress.SingleBar({
      stream,
      format: line,
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
      barCompleteChar: '█',
      barIncompleteChar: '░',
      gracefulExit: false,
    });
  }

  show(view: ImportView): void {
    const total = Math.max(view.counts.rows, 1);
    const payload: Shown = { text: progressText(view) };
    if (!this.started) this.bar.start(total, done(view), payload);
    this.started = true;
    this.bar.setTotal(total);
    this.bar.update(done(view), payload);
  }

  note(text: string): void {
    this.end();
    say(this.terminal, text);
  }

  end(): void {
    if (this.started) this.bar.stop();
    this.started = false;
  }
}

interface Shown {
  readonly text: string;
}

const line = (options: Options, { progress }: Params, { text }: Shown): string =>
  `${cliProgress.Format.BarFormat(progress, options)} ${String(Math.floor(progress * 100)).padStart(3)} %  ${text}`;

const LINE_EVERY_MS = 5_000;

class LineDisplay implements ProgressDisplay {
  private state: ImportView['state'] | undefined;
  private shownAt = 0;

  constructor(private readonly terminal: Terminal) {}

  show(view: ImportView): void {
    const now = performance.now();
    if (hasEnded(view) || (view.state === this.state && now - this.shownAt < LINE_EVERY_MS)) return;
    this.state = view.state;
    this.shownAt = now;
    say(this.terminal, progressText(view));
  }

  note(text: string): void {
    say(this.terminal, text);
  }

  end(): void {
    // a line has ended when it is written
  }
}
