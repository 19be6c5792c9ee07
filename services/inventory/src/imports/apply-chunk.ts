import { create, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type RowOutcome, RowsAppliedSchema, topics } from '@ringfleet/contracts';
import { type Clock, newId } from '@ringfleet/kernel';
import { isTransient, type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Logger } from '@ringfleet/observability';
import { Database, type Statement, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { wasFaster, writeDevices } from '../devices/write-devices.js';
import { JudgeChunk, type JudgedChunk, rejectedOutcome } from './judge-chunk.js';
import { reason } from './row.js';

/** Raised by `take_turn`: the chunk was applied before, is ahead of its turn, or rests on a judgement by which the chunk before was not applied. */
const OUT_OF_TURN = 'RF001';
const JUDGED_AGAIN_AT_MOST = 3;

/** `asJudged`: the devices are now as the judgement left them, so that the next chunk may rest on it. `ahead`: it was not its turn, nothing was done. */
export type Applied = 'asJudged' | 'otherwise' | 'ahead';

/** What a chunk leaves behind beside the devices. */
interface Result {
  readonly outcomes: readonly RowOutcome[];
  readonly records: readonly OutgoingRecord[];
}

/** Applies a judged chunk of an import: all of it in one transaction, once (IMP-05, IMP-06). */
@Injectable()
export class ApplyChunk {
  private readonly clock: Clock;
  private readonly log: Logger;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(JudgeChunk) private readonly judge: JudgeChunk,
  ) {
    this.clock = ports.clock;
    this.log = ports.log;
  }

  /** A chunk applied before answers again; one that is ahead of its turn is left, and comes again (design.md §4). */
  async execute(chunk: JudgedChunk): Promise<Applied> {
    let judged = chunk;
    for (let attempt = 0; attempt <= JUDGED_AGAIN_AT_MOST; attempt++) {
      try {
        const { outcomes, plan } = judged;
        const { statements, records } = this.answer(judged, outcomes);
        await this.database.atOnce(judged.uploader.scope, [takeTurn(judged), ...plan.statements, ...statements], [...plan.records, ...records]);
        return attempt === 0 ? 'asJudged' : 'otherwise';
      } catch (error) {
        if (isOutOfTurn(error)) {
          const place = await this.placeOf(judged);
          if (place !== 'due') return place;
        } else if (!wasFaster(error)) {
          if (isTransient(error)) throw error;
          return await this.applyOneByOne(judged, error);
        }
        judged = await this.judge.execute(judged);
      }
    }
    throw new DevicesMoved('Others change the same devices all the time.');
  }

  /** Where the chunk stands in its import. If it was applied before, it is answered again. */
  private async placeOf({ importId, chunk, uploader }: JudgedChunk): Promise<'due' | 'ahead' | 'otherwise'> {
    return this.database.transaction(uploader.scope, async (tx) => {
      const [progress] = await tx.query<{ next: number }>('select next_chunk as next from import_progress where import_id = $1', [importId]);
      const [stored] = await tx.query<{ answer: Uint8Array }>('select answer from import_answers where import_id = $1 and chunk = $2', [importId, chunk]);
      if (stored) await tx.publish([this.answerRecord(importId, stored.answer)]);
      if (stored) return 'otherwise';
      return chunk === (progress?.next ?? 0) ? 'due' : 'ahead';
    });
  }

  /** What a chunk is answered with, and that it is the next one's turn. */
  private answer({ importId, chunk, judgement }: JudgedChunk, outcomes: readonly RowOutcome[]): { statements: Statement[]; records: OutgoingRecord[] } {
    const answer = toBinary(RowsAppliedSchema, create(RowsAppliedSchema, { importId, chunk, outcomes: [...outcomes] }));
    const sql = `with stored as (insert into import_answers (import_id, chunk, answer) values ($1, $2, $3))
      update import_progress set next_chunk = $2 + 1, judgement = $4 where import_id = $1`;
    return { statements: [{ sql, params: [importId, chunk, Buffer.from(answer), judgement] }], records: [this.answerRecord(importId, answer)] };
  }

  private answerRecord(importId: string, answer: Uint8Array): OutgoingRecord {
    return toRecord({ topic: topics.importOutcomes, key: importId, source: 'inventory', time: this.clock(), encoded: answer });
  }

  /** For a chunk in which something fails that nobody foresaw: the row at fault is rejected, the others are applied. */
  private async applyOneByOne(chunk: JudgedChunk, failure: unknown): Promise<Applied> {
    this.log.error({ err: failure, importId: chunk.importId, chunk: chunk.chunk }, 'a chunk could not be applied as a whole; its rows are applied one by one');
    await this.database.transaction(chunk.uploader.scope, async (tx) => {
      const turn = takeTurn({ ...chunk, premise: null });
      await tx.query(turn.sql, turn.params);
      const results: Result[] = [];
      for (const row of chunk.rows) results.push(await this.applyOne(tx, chunk, row));
      // By a judgement of its own: nobody rests on the one that failed.
      const { statements, records } = this.answer(
        { ...chunk, judgement: newId() },
        results.flatMap(({ outcomes }) => outcomes),
      );
      for (const { sql, params } of statements) await tx.query(sql, params);
      await tx.publish([...results.flatMap(({ records: ofRow }) => ofRow), ...records]);
    });
    return 'otherwise';
  }

  private async applyOne(tx: Tx, chunk: JudgedChunk, row: JudgedChunk['rows'][number]): Promise<Result> {
    await tx.query('savepoint one_row');
    try {
      const { plan, outcomes } = await this.judge.judgeRows(tx, chunk, { rows: [row] });
      await writeDevices(tx, plan);
      await tx.query('release savepoint one_row');
      return { outcomes, records: plan.records };
    } catch (error) {
      if (wasFaster(error)) throw new DevicesMoved('A device was changed meanwhile.', { cause: error });
      if (isTransient(error)) throw error;
      await tx.query('rollback to savepoint one_row');
      const incident = newId();
      this.log.error({ err: error, incident, importId: chunk.importId, row: row.row }, 'a row could not be applied');
      return {
        outcomes: [rejectedOutcome(row, [reason(row, 'name', 'could_not_apply', `Something failed on our side. Tell support the incident ${incident}.`)])],
        records: [],
      };
    }
  }
}

/** Others were faster again and again; the chunk comes again. */
class DevicesMoved extends Error {
  override readonly name = 'DevicesMoved';
  readonly transient = true;
}

const takeTurn = ({ importId, chunk, premise }: JudgedChunk): Statement => ({ sql: 'select take_turn($1, $2, $3)', params: [importId, chunk, premise] });

const isOutOfTurn = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === OUT_OF_TURN;
