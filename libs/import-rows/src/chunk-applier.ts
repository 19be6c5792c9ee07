import { create, toBinary } from '@bufbuild/protobuf';
import { type RowOutcome, RowsAppliedSchema, type TopicOf } from '@ringfleet/contracts';
import { type Clock, newId } from '@ringfleet/kernel';
import { isTransient, type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Logger } from '@ringfleet/observability';
import type { Database, Statement, Tx } from '@ringfleet/persistence';
import { type JudgedChunk, type JudgedRows, writePlan } from './judged-chunk.js';

/** Raised by `take_turn`: the chunk was applied before, is ahead of its turn, or rests on a judgement by which the chunk before was not applied. */
const OUT_OF_TURN = 'RF001';
/** Raised by `must_be` where a record that was to be changed is no longer as it was read. */
const MOVED = 'RF002';
/** A unique key that a concurrent writer took first. */
const UNIQUE_VIOLATION = '23505';
/** What a concurrent writer began to refer to. */
const FOREIGN_KEY_VIOLATION = '23503';
const JUDGED_AGAIN_AT_MOST = 3;

/** Whether a plan failed because somebody was faster; the work is judged again, and then sees what they did. */
export const wasFaster = (error: unknown): boolean => [UNIQUE_VIOLATION, FOREIGN_KEY_VIOLATION, MOVED].some((code) => hasCode(error, code));

/** `asJudged`: the records are now as the judgement left them, so that the next chunk may rest on it. `ahead`: it was not its turn, nothing was done. */
export type Applied = 'asJudged' | 'otherwise' | 'ahead';

/** How a service decides rows. */
export interface ChunkJudge<Judged extends JudgedChunk> {
  /** Judges a chunk again, which then rests on no other. */
  again(chunk: Judged): Promise<Judged>;
  /** One of its rows by itself, in a transaction of the caller. */
  judgeRow(tx: Tx, chunk: Judged, row: Judged['rows'][number]): Promise<JudgedRows>;
  /** The outcome of a row at which something failed that nobody foresaw. */
  couldNotApply(row: Judged['rows'][number], message: string): RowOutcome;
}

export interface ChunkApplierOptions<Judged extends JudgedChunk> {
  /** Whose records they are: the source of the answers. */
  readonly service: string;
  /** Where the answers are sent; nobody else waits for them where there is none. */
  readonly answers?: TopicOf<typeof RowsAppliedSchema>;
  /** What else is written with a chunk, in its transaction and last of all. */
  readonly alsoWrites?: (chunk: Judged, outcomes: readonly RowOutcome[]) => readonly Statement[];
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly judge: ChunkJudge<Judged>;
}

/** What a row leaves behind beside its records. */
interface Result {
  readonly outcomes: readonly RowOutcome[];
  readonly records: readonly OutgoingRecord[];
}

/** Applies a judged chunk of an import: all of it in one transaction, once (IMP-05, IMP-06). Its tables are `importTables`. */
export class ChunkApplier<Judged extends JudgedChunk> {
  constructor(private readonly options: ChunkApplierOptions<Judged>) {}

  /** A chunk applied before answers again; one that is ahead of its turn is left, and comes again (design.md §4). */
  async execute(chunk: Judged): Promise<Applied> {
    let judged = chunk;
    for (let attempt = 0; attempt <= JUDGED_AGAIN_AT_MOST; attempt++) {
      try {
        const { outcomes, plan } = judged;
        const { statements, records } = this.answer(judged, outcomes);
        await this.options.database.atOnce(judged.uploader.scope, [takeTurn(judged), ...plan.statements, ...statements], [...plan.records, ...records]);
        return attempt === 0 ? 'asJudged' : 'otherwise';
      } catch (error) {
        if (hasCode(error, OUT_OF_TURN)) {
          const place = await this.placeOf(judged);
          if (place !== 'due') return place;
        } else if (!wasFaster(error)) {
          if (isTransient(error)) throw error;
          return await this.applyOneByOne(judged, error);
        }
        judged = await this.options.judge.again(judged);
      }
    }
    throw new RecordsMoved('Others change the same records all the time.');
  }

  /** Where the chunk stands in its import. If it was applied before, it is answered again. */
  private async placeOf({ importId, chunk, uploader }: Judged): Promise<'due' | 'ahead' | 'otherwise'> {
    return this.options.database.transaction(uploader.scope, async (tx) => {
      const [progress] = await tx.query<{ next: number }>('select next_chunk as next from import_progress where import_id = $1', [importId]);
      const [stored] = await tx.query<{ answer: Uint8Array }>('select answer from import_answers where import_id = $1 and chunk = $2', [importId, chunk]);
      if (stored) await tx.publish(this.answerRecords(importId, stored.answer));
      if (stored) return 'otherwise';
      return chunk === (progress?.next ?? 0) ? 'due' : 'ahead';
    });
  }

  /** What a chunk is answered with, and that it is the next one's turn. */
  private answer(judged: Judged, outcomes: readonly RowOutcome[], judgement = judged.judgement): { statements: Statement[]; records: OutgoingRecord[] } {
    const { importId, chunk } = judged;
    const answer = toBinary(RowsAppliedSchema, create(RowsAppliedSchema, { importId, chunk, outcomes: [...outcomes] }));
    const sql = `with stored as (insert into import_answers (import_id, chunk, answer) values ($1, $2, $3))
      update import_progress set next_chunk = $2 + 1, judgement = $4 where import_id = $1`;
    const turn = { sql, params: [importId, chunk, Buffer.from(answer), judgement] };
    return { statements: [turn, ...(this.options.alsoWrites?.(judged, outcomes) ?? [])], records: this.answerRecords(importId, answer) };
  }

  private answerRecords(importId: string, answer: Uint8Array): OutgoingRecord[] {
    const { answers, service, clock } = this.options;
    return answers ? [toRecord({ topic: answers, key: importId, source: service, time: clock(), encoded: answer })] : [];
  }

  /** For a chunk in which something fails that nobody foresaw: the row at fault is rejected, the others are applied. */
  private async applyOneByOne(chunk: Judged, failure: unknown): Promise<Applied> {
    const { database, log } = this.options;
    log.error({ err: failure, importId: chunk.importId, chunk: chunk.chunk }, 'a chunk could not be applied as a whole; its rows are applied one by one');
    await database.transaction(chunk.uploader.scope, async (tx) => {
      const turn = takeTurn({ ...chunk, premise: null });
      await tx.query(turn.sql, turn.params);
      const results: Result[] = [];
      for (const row of chunk.rows) results.push(await this.applyOne(tx, chunk, row));
      // By a judgement of its own: nobody rests on the one that failed.
      const { statements, records } = this.answer(
        chunk,
        results.flatMap(({ outcomes }) => outcomes),
        newId(),
      );
      for (const { sql, params } of statements) await tx.query(sql, params);
      await tx.publish([...results.flatMap(({ records: ofRow }) => ofRow), ...records]);
    });
    return 'otherwise';
  }

  private async applyOne(tx: Tx, chunk: Judged, row: Judged['rows'][number]): Promise<Result> {
    const { judge, log } = this.options;
    await tx.query('savepoint one_row');
    try {
      const { plan, outcomes } = await judge.judgeRow(tx, chunk, row);
      await writePlan(tx, plan);
      await tx.query('release savepoint one_row');
      return { outcomes, records: plan.records };
    } catch (error) {
      if (wasFaster(error)) throw new RecordsMoved('A record was changed meanwhile.', { cause: error });
      if (isTransient(error)) throw error;
      await tx.query('rollback to savepoint one_row');
      const incident = newId();
      log.error({ err: error, incident, importId: chunk.importId, row: row.row }, 'a row could not be applied');
      return { outcomes: [judge.couldNotApply(row, `Something failed on our side. Tell support the incident ${incident}.`)], records: [] };
    }
  }
}

/** Others were faster again and again; the chunk comes again. */
export class RecordsMoved extends Error {
  override readonly name = 'RecordsMoved';
  readonly transient = true;
}

const takeTurn = ({ importId, chunk, premise }: Pick<JudgedChunk, 'importId' | 'chunk' | 'premise'>): Statement => ({
  sql: 'select take_turn($1, $2, $3)',
  params: [importId, chunk, premise],
});

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
