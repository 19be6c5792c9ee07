import { Inject, Injectable } from '@nestjs/common';
import type { RowsApplied } from '@ringfleet/contracts';
import { type Clock, SYSTEM } from '@ringfleet/kernel';
import { traced } from '@ringfleet/observability';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { finished, type ImportHappening, progress, publishEvents, rowRejected } from '../imports/import-events.js';
import { doneRows, IMPORT_FIELDS, type ImportSummary } from '../imports/import-record.js';
import { type Answer, answersOf } from './answer.js';
import { measureAnswers } from './answer-measures.js';
import { rejectionsOf } from './rejections.js';

const PROGRESS_MS = 1_000;

interface ExpectedChunk {
  readonly importId: string;
  readonly chunk: number;
  readonly rows: number;
}

/**
 * Stores what became of rows: each chunk once, whatever comes twice, late or for an import that nobody knows. Rejected rows and their events, counts, and with the
 * last answer the end of the import are one transaction.
 */
@Injectable()
export class StoreAnswers {
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
  }

  /** Throws where an answer does not fit its chunk. */
  async execute(messages: readonly RowsApplied[]): Promise<void> {
    const answers = answersOf(messages);
    if (answers.length === 0) return;
    const { stored, seconds } = await this.database.transaction(SYSTEM, async (tx) => this.store(tx, await expected(tx, answers)));
    measureAnswers(stored, seconds);
  }

  private async store(tx: Tx, answers: readonly Answer[]): Promise<Stored> {
    const ids = [...new Set(answers.map(({ importId }) => importId))];
    const imports = await tx.query<ImportSummary>(
      `select ${IMPORT_FIELDS} from imports where id = any($1) and state in ('running', 'cancelling') order by id for update`,
      [ids],
    );
    const running = new Set(imports.map(({ id }) => id));
    const { stored, seconds } = await markAnswered(
      tx,
      answers.filter(({ importId }) => running.has(importId)),
      this.clock(),
    );
    await insertRejections(tx, stored);
    for (const record of imports) {
      const own = stored.filter(({ importId }) => importId === record.id);
      if (own.length === 0) continue;
      const work = { service: 'files', name: 'store answers', traceparent: record.traceparent, attributes: { 'ringfleet.import.id': record.id } };
      await traced(work, () => this.advance(tx, record, own));
    }
    return { stored, seconds };
  }

  private async advance(tx: Tx, before: ImportSummary, answers: readonly Answer[]): Promise<void> {
    const now = this.clock();
    const record = answers.reduce((sum, { applied, unchanged, rejected }) => add(sum, { applied, unchanged, rejected }), before);
    const end = await endOf(tx, record);
    const says = end !== null || now.getTime() - (record.progress_at?.getTime() ?? 0) >= PROGRESS_MS;
    await tx.query(
      `update imports set applied = $2, unchanged = $3, rejected = $4, stalled = null, progress_at = $5, state = coalesce($6, state), finished_at = $7 where id = $1`,
      [record.id, record.applied, record.unchanged, record.rejected, says ? now : record.progress_at, end, end === null ? null : now],
    );
    const last: ImportHappening[] = end === null ? [progress(record)] : [finished(record, end === 'cancelled')];
    await publishEvents(tx, record, [...answers.flatMap(rejectionsOf).map(rowRejected), ...(says ? last : [])], now);
  }
}

const keyOf = ({ importId, chunk }: { readonly importId: string; readonly chunk: number }): string => `${importId}/${chunk}`;

const add = (record: ImportSummary, more: { applied: number; unchanged: number; rejected: number }): ImportSummary => ({
  ...record,
  applied: record.applied + more.applied,
  unchanged: record.unchanged + more.unchanged,
  rejected: record.rejected + more.rejected,
});

/** The answers to chunks that wait for one. */
async function expected(tx: Tx, answers: readonly Answer[]): Promise<Answer[]> {
  const rows = await tx.query<ExpectedChunk>(
    `select c.import_id as "importId", c.chunk, c.rows from unnest($1::uuid[], $2::int[]) as a (import_id, chunk)
     join import_chunks c on c.import_id = a.import_id and c.chunk = a.chunk
     join imports i on i.id = c.import_id and i.state in ('running', 'cancelling') where c.answered_at is null`,
    [answers.map(({ importId }) => importId), answers.map(({ chunk }) => chunk)],
  );
  const open = new Map(rows.map((row) => [keyOf(row), row]));
  return answers.filter((answer) => fits(answer, open.get(keyOf(answer))));
}

function fits(answer: Answer, chunk: ExpectedChunk | undefined): boolean {
  if (chunk && answer.outcomes.length !== chunk.rows) {
    throw new Error(`The answer to chunk ${chunk.chunk} of import ${chunk.importId} has ${answer.outcomes.length} outcomes for ${chunk.rows} rows.`);
  }
  return chunk !== undefined;
}

/** Answers that were not stored before, and how long each was awaited. */
interface Stored {
  readonly stored: readonly Answer[];
  readonly seconds: readonly number[];
}

async function markAnswered(tx: Tx, answers: readonly Answer[], now: Date): Promise<Stored> {
  const rows = await tx.query<{ importId: string; chunk: number; seconds: number }>(
    `update import_chunks c set answered_at = $7, sent_at = coalesce(c.sent_at, $7), outcomes = a.outcomes, applied = a.applied, unchanged = a.unchanged, rejected = a.rejected
     from unnest($1::uuid[], $2::int[], $3::text[], $4::int[], $5::int[], $6::int[]) as a (import_id, chunk, outcomes, applied, unchanged, rejected)
     where c.import_id = a.import_id and c.chunk = a.chunk and c.answered_at is null
     returning c.import_id as "importId", c.chunk, extract(epoch from clock_timestamp() - c.sent_at)::float8 as seconds`,
    [
      answers.map(({ importId }) => importId),
      answers.map(({ chunk }) => chunk),
      answers.map(({ outcomes }) => outcomes),
      answers.map(({ applied }) => applied),
      answers.map(({ unchanged }) => unchanged),
      answers.map(({ rejected }) => rejected),
      now,
    ],
  );
  const stored = new Set(rows.map(keyOf));
  return { stored: answers.filter((answer) => stored.has(keyOf(answer))), seconds: rows.map(({ seconds }) => seconds) };
}

async function insertRejections(tx: Tx, answers: readonly Answer[]): Promise<void> {
  const rows = answers.flatMap((answer) => rejectionsOf(answer).map((rejection) => ({ importId: answer.importId, ...rejection })));
  if (rows.length === 0) return;
  await tx.query(`insert into import_rejections (import_id, row, name, reasons) select * from unnest($1::uuid[], $2::int[], $3::text[], $4::jsonb[])`, [
    rows.map(({ importId }) => importId),
    rows.map(({ row }) => row),
    rows.map(({ name }) => name),
    rows.map(({ reasons }) => JSON.stringify(reasons)),
  ]);
}

/** Whether the import is over with these counts: `completed` is final, and so is `cancelled` once nothing is in flight. */
async function endOf(tx: Tx, record: ImportSummary): Promise<'completed' | 'cancelled' | null> {
  if (record.state === 'running') return doneRows(record) === record.rows ? 'completed' : null;
  const inFlight = await tx.query('select from import_chunks where import_id = $1 and sent_at is not null and answered_at is null limit 1', [record.id]);
  return inFlight.length === 0 ? 'cancelled' : null;
}
