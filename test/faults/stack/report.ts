import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import type { Trial } from './trial.js';

const FILE = join(import.meta.dirname, '../../../deploy/docs/reliability.md');

/** The table of `deploy/docs/reliability.md`, as a run fills it. */
export class Report {
  private readonly lines: string[] = [];
  private readonly loads: number[] = [];
  private undisturbedSeconds = 0;

  constructor(private readonly run: { readonly rows: number; readonly seed: number }) {}

  get length(): number {
    return this.lines.length;
  }

  undisturbed({ seconds, picture }: Trial): void {
    this.undisturbedSeconds = seconds;
    this.note();
    const { applied, unchanged, rejected } = picture.counts;
    this.head = `An undisturbed import of ${this.run.rows} rows took ${seconds.toFixed(0)} s: ${applied} applied, ${unchanged} unchanged, ${rejected} rejected.`;
  }

  private head = '';

  /** A line about a trial, whether or not it goes well. */
  async about(fault: string, trial: () => Promise<Trial>): Promise<void> {
    try {
      const { struck, seconds, red } = await trial();
      const slower = (seconds / this.undisturbedSeconds).toFixed(1);
      this.add(`| ${fault} | ${struck} | ${this.run.rows} | ${seconds.toFixed(0)} (× ${slower}) | ${red.join(', ') || '–'} | as undisturbed |`);
    } catch (error) {
      this.add(`| ${fault} | – | ${this.run.rows} | – | – | **failed** |`);
      throw error;
    }
  }

  private add(line: string): void {
    this.lines.push(line);
    this.note();
    process.stdout.write(`${line}\n`);
  }

  /** Times mean little without it: others may work on the machine. */
  private note(): void {
    this.loads.push(Math.round(loadavg()[0] ?? 0));
  }

  /** A run of a few faults alone tells its table, and leaves the page as it is. */
  write({ isWhole }: { readonly isWhole: boolean }): void {
    if (isWhole) writeFileSync(FILE, this.page());
    else process.stdout.write(`${this.page()}\n`);
  }

  private page(): string {
    const git = (...args: string[]): string => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim();
    return `# Reliability: what was broken, and what came of it

Made by \`npm run test:faults\` on ${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short', 'HEAD')}, ${availableParallelism()} cores with everything on one machine, FAULTS_SEED=${this.run.seed}; its load was ${Math.min(...this.loads)} to ${Math.max(...this.loads)}.
Do not edit: run it again.

${this.head}

| fault, while an import is under way | how often | rows | seconds to completed (against undisturbed) | seen not ready | verdict |
|---|---|---|---|---|---|
${this.lines.join('\n')}

**As undisturbed** means, each time: applied + unchanged + rejected = rows; rows, error list, devices, and the events of each device and each rejected row are those of the undisturbed run, none missing and
none twice after repeats are dropped by \`ce_id\`; sequences have no gap; the bell told of the end once; there is no new dead letter; every process is ready again, every outbox empty, every consumer at the
end of its topics. Nothing was done after a fault but to start again what was killed.

- The rows are added, removed, added again, doubled, and bad, in \`test/faults/mixed-rows.ts\`; two processes each of inventory and files.
- Killed processes are started again at once, as an orchestrator does, and may be hit again before they are ready.
- All messages doubled: every record of every topic is appended a second time by another producer.
- A slow consumer: a process of inventory, then one of files, stands still in the midst of its work and goes on as if nothing had been.
- A full disk: the file system of MinIO has nothing left while the uploaded file is cut into chunks; a new upload is refused with 503 meanwhile.
- Rolling restart: two processes of each service, ended by SIGTERM one after the other, while a client asks every service and uploads through nginx without a pause; each answer is 2xx. Each request has a
  connection of its own: nginx closes kept ones as it reads its configuration again, and who has just sent on one cannot tell whether it was heard.
- What is poison on a topic goes to its dead letters with the reason, the partition moves on, and it can be sent again: \`test/faults/stack/poison.e2e-spec.ts\`.
- A short form runs with every \`npm test\`: \`test/faults/stack/few-faults.e2e-spec.ts\`.
`;
  }
}
