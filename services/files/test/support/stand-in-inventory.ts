// Stands in for inventory on its side of the contract: hears files.import-rows.v1, answers on inventory.import-outcome.v1.
import { create } from '@bufbuild/protobuf';
import { type ApplyRows, Column, decode, Outcome, type Row, type RowsApplied, RowsAppliedSchema, topics } from '@ringfleet/contracts';
import { type EventLog, type LogRecord, type Producer, type Subscription, toRecord } from '@ringfleet/messaging';

export interface Answering {
  /** Chunks are heard and kept, and answered by `release`. */
  readonly hold?: boolean;
  /** Every answer is sent so many times. */
  readonly times?: number;
  /** The answers of a batch are sent last chunk first. */
  readonly backwards?: boolean;
}

/**
 * Rows whose Name begins with `bad` are rejected with two reasons, with `same` are unchanged; all others are applied. Applies the chunks of an import in order
 * and each once, as inventory does, and answers a chunk that comes again with the same answer.
 */
export class StandInInventory {
  /** Every chunk as it came, repetitions too. */
  readonly heard: ApplyRows[] = [];
  /** Rows applied, by import, in the order in which they were. */
  readonly applied = new Map<string, Row[]>();
  private readonly answers = new Map<string, RowsApplied>();
  private held: ApplyRows[] = [];
  private readonly waiting = new Set<() => void>();
  private subscription: Subscription | undefined;

  private constructor(
    private readonly producer: Producer,
    private mode: Answering,
  ) {}

  static async start(eventLog: EventLog, mode: Answering = {}): Promise<StandInInventory> {
    await eventLog.ensureTopics([topics.importRows, topics.importOutcomes]);
    const inventory = new StandInInventory(await eventLog.producer('inventory'), mode);
    inventory.subscription = await eventLog.subscribe({ group: 'inventory', topics: [topics.importRows.name], onBatch: (records) => inventory.hear(records) });
    return inventory;
  }

  /** From now on; what is held stays held. */
  answering(mode: Answering): void {
    this.mode = mode;
  }

  /** Answers what is held, and from now on everything. */
  async release(mode: Answering = {}): Promise<void> {
    this.mode = mode;
    const held = this.held;
    this.held = [];
    await this.answer(held);
  }

  /** Resolves when this is true of what was heard. */
  async until(holds: (heard: readonly ApplyRows[]) => boolean): Promise<void> {
    while (!holds(this.heard)) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  async stop(): Promise<void> {
    await this.subscription?.stop();
  }

  private async hear(records: readonly LogRecord[]): Promise<void> {
    const chunks = records.flatMap(({ value }) => (value ? [decode(topics.importRows, value)] : []));
    this.heard.push(...chunks);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
    if (this.mode.hold) this.held.push(...chunks);
    else await this.answer(chunks);
  }

  private async answer(chunks: readonly ApplyRows[]): Promise<void> {
    const answers = chunks.flatMap((chunk) => this.apply(chunk) ?? []);
    if (this.mode.backwards) answers.reverse();
    const records = answers.map((message) => toRecord({ topic: topics.importOutcomes, key: message.importId, source: 'inventory', time: new Date(), message }));
    await this.producer.append(Array.from({ length: this.mode.times ?? 1 }, () => records).flat());
  }

  private apply({ importId, chunk, columns, rows }: ApplyRows): RowsApplied | undefined {
    const key = `${importId}/${chunk}`;
    const known = this.answers.get(key);
    if (known) return known;
    if (chunk > 0 && !this.answers.has(`${importId}/${chunk - 1}`)) return undefined; // ahead of its turn: it comes again
    this.applied.set(importId, [...(this.applied.get(importId) ?? []), ...rows]);
    const name = columns.indexOf(Column.NAME);
    const outcomes = rows.map(({ row, cells }) => ({ row, ...outcomeOf(cells[name] ?? '') }));
    const answer = create(RowsAppliedSchema, { importId, chunk, outcomes });
    this.answers.set(key, answer);
    return answer;
  }
}

function outcomeOf(name: string): { outcome: Outcome; name?: string; reasons: { column: string; code: string; message: string; value: string }[] } {
  if (name.startsWith('same')) return { outcome: Outcome.UNCHANGED, reasons: [] };
  if (!name.startsWith('bad')) return { outcome: Outcome.APPLIED, reasons: [] };
  const reasons = [
    { column: 'MAC address', code: 'bad_mac', message: 'This is no MAC address.', value: 'xyz' },
    { column: 'Site', code: 'unknown_site', message: 'There is no such site.', value: 'Attic' },
  ];
  return { outcome: Outcome.REJECTED, name, reasons };
}
