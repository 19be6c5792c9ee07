// The thread that parses: asks the main thread for bytes, sends rows as far as its credit goes, and ends.
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { BadSpreadsheet } from './bad-spreadsheet.js';
import type { ByteSource } from './byte-source.js';
import { openSheet } from './open-sheet.js';
import type { SheetRow } from './sheet-row.js';
import { BATCHES_AHEAD, type FromWorker, type Job, type ToWorker } from './worker-messages.js';

const BATCH_ROWS = 500;
const BATCH_CHARS = 512 * 1024;

class MainThread implements ByteSource {
  private credits = BATCHES_AHEAD;
  private onCredit: () => void = () => undefined;
  private questions: Promise<unknown> = Promise.resolve();
  private onAnswer: (answer: ToWorker) => void = () => undefined;

  constructor(
    private readonly port: MessagePort,
    readonly size: number,
  ) {
    port.on('message', (message: ToWorker) => {
      if (message.kind !== 'credit') return this.onAnswer(message);
      this.credits++;
      this.onCredit();
    });
  }

  send(message: FromWorker): void {
    this.port.postMessage(message);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const answer = await this.ask({ kind: 'read', offset, length });
    return answer.kind === 'bytes' ? answer.bytes : new Uint8Array(0);
  }

  async hint(cells: string[]): Promise<number> {
    const answer = await this.ask({ kind: 'hint', cells });
    return answer.kind === 'known' ? answer.known : 0;
  }

  async sendRows(rows: SheetRow[]): Promise<void> {
    while (this.credits === 0) await new Promise<void>((resolve) => (this.onCredit = resolve));
    this.credits--;
    this.send({ kind: 'rows', rows });
  }

  /** One question at a time, so that answers need no numbers. */
  private ask(question: FromWorker): Promise<ToWorker> {
    const answer = this.questions.then(
      () =>
        new Promise<ToWorker>((resolve) => {
          this.onAnswer = resolve;
          this.send(question);
        }),
    );
    this.questions = answer;
    return answer;
  }
}

const sendAll = async (main: MainThread, sets: AsyncIterable<SheetRow[]>): Promise<void> => {
  let batch: SheetRow[] = [];
  let chars = 0;
  let any = false;
  for await (const rows of sets)
    for (const row of rows) {
      batch.push(row);
      for (const cell of row.cells) chars += cell.length + 8;
      if (batch.length < BATCH_ROWS && chars < BATCH_CHARS) continue;
      await main.sendRows(batch);
      any = true;
      batch = [];
      chars = 0;
    }
  if (batch.length > 0) await main.sendRows(batch);
  else if (!any) throw new BadSpreadsheet('empty_file', 'The sheet is empty: no row has content.');
};

const run = async (port: MessagePort, job: Job): Promise<void> => {
  const main = new MainThread(port, job.size);
  try {
    const sheet = await openSheet(main, job.limits, job.hasHint ? (cells) => main.hint(cells) : undefined);
    main.send({ kind: 'format', format: sheet.format });
    await sendAll(main, sheet.rows);
    main.send({ kind: 'end' });
  } catch (error) {
    main.send(error instanceof BadSpreadsheet ? { kind: 'bad', code: error.code, message: error.message } : { kind: 'failed', error });
  }
  port.close();
};

const job: Job = workerData;
if (parentPort !== null) await run(parentPort, job);
