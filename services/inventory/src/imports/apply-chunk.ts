import { create, toBinary } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type RowOutcome, RowsAppliedSchema, topics } from '@ringfleet/contracts';
import { type Clock, newId } from '@ringfleet/kernel';
import { isTransient, type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Logger } from '@ringfleet/observability';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { DevicesMoved, writeDevices } from '../devices/write-devices.js';
import { JudgeChunk, type JudgedChunk, rejectedOutcome } from './judge-chunk.js';
import { reason } from './row.js';

/** A unique key that a concurrent writer took first: the chunk is judged again, and then sees it. */
const UNIQUE_VIOLATION = '23505';
const JUDGED_AGAIN_AT_MOST = 3;

/** `asJudged`: the devices are now as the judgement left them, so that the next chunk may rest on it. */
export type Applied = 'asJudged' | 'otherwise';

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
    for (let attempt = 0; ; attempt++) {
      try {
        const inTurn = await this.inTurn(judged, (tx) => this.write(tx, judged));
        return inTurn && attempt === 0 ? 'asJudged' : 'otherwise';
      } catch (error) {
        if (!wasFaster(error)) {
          if (isTransient(error)) throw error;
          return await this.applyOneByOne(judged, error);
        }
        if (attempt >= JUDGED_AGAIN_AT_MOST) throw new DevicesMoved('Others change the same devices all the time.', { cause: error });
        judged = await this.judge.execute(judged);
      }
    }
  }

  private async write(tx: Tx, { plan, outcomes }: JudgedChunk): Promise<Result> {
    await writeDevices(tx, plan);
    return { outcomes, records: plan.records };
  }

  /** Runs the work if it is the chunk's turn, and answers; false if it was not. */
  private async inTurn(chunk: JudgedChunk, work: (tx: Tx) => Promise<Result>): Promise<boolean> {
    const { importId } = chunk;
    return this.database.transaction(chunk.uploader.scope, async (tx) => {
      const [progress] = await tx.query<{ next: number }>(
        `insert into import_progress as p (import_id, next_chunk) values ($1, 0)
         on conflict (import_id) do update set next_chunk = p.next_chunk returning next_chunk as next`,
        [importId],
      );
      const next = progress?.next ?? 0;
      if (chunk.chunk < next) await this.answerAgain(tx, chunk);
      if (chunk.chunk !== next) return false;
      const { outcomes, records } = await work(tx);
      const answer = toBinary(RowsAppliedSchema, create(RowsAppliedSchema, { importId, chunk: chunk.chunk, outcomes: [...outcomes] }));
      await tx.query(
        `with stored as (insert into import_answers (import_id, chunk, answer) values ($1, $2, $3))
         update import_progress set next_chunk = $2 + 1 where import_id = $1`,
        [importId, chunk.chunk, Buffer.from(answer)],
      );
      await tx.publish([...records, this.answerRecord(importId, answer)]);
      return true;
    });
  }

  private async answerAgain(tx: Tx, { importId, chunk }: JudgedChunk): Promise<void> {
    const [stored] = await tx.query<{ answer: Uint8Array }>('select answer from import_answers where import_id = $1 and chunk = $2', [importId, chunk]);
    if (stored) await tx.publish([this.answerRecord(importId, stored.answer)]);
  }

  private answerRecord(importId: string, answer: Uint8Array): OutgoingRecord {
    return toRecord({ topic: topics.importOutcomes, key: importId, source: 'inventory', time: this.clock(), encoded: answer });
  }

  /** For a chunk in which something fails that nobody foresaw: the row at fault is rejected, the others are applied. */
  private async applyOneByOne(chunk: JudgedChunk, failure: unknown): Promise<Applied> {
    this.log.error({ err: failure, importId: chunk.importId, chunk: chunk.chunk }, 'a chunk could not be applied as a whole; its rows are applied one by one');
    await this.inTurn(chunk, async (tx) => {
      const results: Result[] = [];
      for (const row of chunk.rows) results.push(await this.applyOne(tx, chunk, row));
      return { outcomes: results.flatMap(({ outcomes }) => outcomes), records: results.flatMap(({ records }) => records) };
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
      if (wasFaster(error) || isTransient(error)) throw error;
      await tx.query('rollback to savepoint one_row');
      const incident = newId();
      this.log.error({ err: error, incident, importId: chunk.importId, row: row.row }, 'a row could not be applied');
      return {
        outcomes: [rejectedOutcome(row.row, [reason(row, 'name', 'could_not_apply', `Something failed on our side. Tell support the incident ${incident}.`)])],
        records: [],
      };
    }
  }
}

const wasFaster = (error: unknown): boolean => error instanceof DevicesMoved || (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION);
