import { create, toBinary } from '@bufbuild/protobuf';
import { Outcome, type RowOutcome, type RowsApplied, RowsAppliedSchema, topics } from '@ringfleet/contracts';
import { type Clock, nameKey, newId } from '@ringfleet/kernel';
import { isTransient, toRecord } from '@ringfleet/messaging';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from '@ringfleet/observability';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Cause } from '../devices/device.js';
import type { DeviceStep } from '../devices/device.events.js';
import { devicesByKeys } from '../devices/device-rows.js';
import { parseMac } from '../devices/mac-address.js';
import { writeDevices } from '../devices/write-devices.js';
import { modelLabel } from '../models/model.js';
import { type Decision, decideRow } from './decide-row.js';
import type { PreparedChunk } from './prepare-chunk.js';
import { COLUMNS, type ImportRow, reason, textOf } from './row.js';
import { WorkingSet } from './working-set.js';

/** A unique key that a concurrent writer took first: the chunk is judged again, and then sees it. */
const UNIQUE_VIOLATION = '23505';
const JUDGED_AGAIN_AT_MOST = 3;

/** Applies a chunk of an import: rows in file order, each with one outcome, all of it in one transaction, once. */
@Injectable()
export class ApplyChunk {
  private readonly clock: Clock;
  private readonly log: Logger;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
    this.log = ports.log;
  }

  /** A chunk applied before answers again; one that is ahead of its turn is left, and comes again (design.md §4). */
  async execute(chunk: PreparedChunk): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.applyWhole(chunk, (tx) => this.applyRows(tx, chunk, chunk.rows));
      } catch (error) {
        if (isUniqueViolation(error) && attempt <= JUDGED_AGAIN_AT_MOST) continue;
        if (isUniqueViolation(error) || isTransient(error)) throw error;
        this.log.error({ err: error, importId: chunk.importId, chunk: chunk.chunk }, 'a chunk could not be applied as a whole; its rows are applied one by one');
        return this.applyWhole(chunk, (tx) => this.applyOneByOne(tx, chunk));
      }
    }
  }

  private async applyWhole(chunk: PreparedChunk, apply: (tx: Tx) => Promise<RowOutcome[]>): Promise<void> {
    const { importId } = chunk;
    await this.database.transaction(chunk.uploader.scope, async (tx) => {
      await tx.query('insert into import_progress (import_id, next_chunk) values ($1, 0) on conflict do nothing', [importId]);
      const [progress] = await tx.query<{ next: number }>('select next_chunk as next from import_progress where import_id = $1 for update', [importId]);
      const next = progress?.next ?? 0;
      if (chunk.chunk > next) return;
      if (chunk.chunk < next) {
        const [stored] = await tx.query<{ answer: Uint8Array }>('select answer from import_answers where import_id = $1 and chunk = $2', [importId, chunk.chunk]);
        if (stored) await this.answer(tx, importId, stored.answer);
        return;
      }
      const applied: RowsApplied = create(RowsAppliedSchema, { importId, chunk: chunk.chunk, outcomes: await apply(tx) });
      const answer = toBinary(RowsAppliedSchema, applied);
      await tx.query('insert into import_answers (import_id, chunk, answer) values ($1, $2, $3)', [importId, chunk.chunk, Buffer.from(answer)]);
      await tx.query('update import_progress set next_chunk = $2 where import_id = $1', [importId, next + 1]);
      await this.answer(tx, importId, answer);
    });
  }

  private async answer(tx: Tx, importId: string, answer: Uint8Array): Promise<void> {
    await tx.publish([toRecord({ topic: topics.importOutcomes, key: importId, source: 'inventory', time: this.clock(), encoded: answer })]);
  }

  private async applyRows(tx: Tx, chunk: PreparedChunk, rows: readonly ImportRow[]): Promise<RowOutcome[]> {
    const set = await loadWorkingSet(tx, chunk, rows);
    const at = this.clock();
    const cause = (row: number): Cause => ({ byId: chunk.uploader.id, byName: chunk.uploader.name, at, source: 'import', importId: chunk.importId, importRow: row });
    const decisions = rows.map((row) => decideRow(row, { ...chunk, set, cause }));
    await writeDevices(tx, decisions.flatMap(stepsOf), (modelId) => {
      const model = chunk.refs.modelById(modelId);
      return model ? modelLabel(model) : '';
    });
    return rows.map((row, index) => outcomeOf(row, decisions[index]));
  }

  /** For a chunk in which something fails that nobody foresaw: the row at fault is rejected, the others are applied. */
  private async applyOneByOne(tx: Tx, chunk: PreparedChunk): Promise<RowOutcome[]> {
    const outcomes: RowOutcome[] = [];
    for (const row of chunk.rows) {
      await tx.query('savepoint one_row');
      try {
        outcomes.push(...(await this.applyRows(tx, chunk, [row])));
        await tx.query('release savepoint one_row');
      } catch (error) {
        if (isUniqueViolation(error) || isTransient(error)) throw error;
        await tx.query('rollback to savepoint one_row');
        const incident = newId();
        this.log.error({ err: error, incident, importId: chunk.importId, row: row.row }, 'a row could not be applied');
        outcomes.push(outcomeOf(row, { outcome: 'rejected', reasons: [reason(row, 'name', 'could_not_apply', `Something failed on our side. Tell support the incident ${incident}.`)] }));
      }
    }
    return outcomes;
  }
}

const isUniqueViolation = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION;

async function loadWorkingSet(tx: Tx, { uploader }: PreparedChunk, rows: readonly ImportRow[]): Promise<WorkingSet> {
  const names = [...new Set(rows.map((row) => nameKey(textOf(row, 'name'))).filter((key) => key !== '' && !key.includes('\0')))];
  const macs = [...new Set(rows.flatMap((row) => macsOf(textOf(row, 'mac'))))];
  const seen = await devicesByKeys(tx, names, macs);
  if (uploader.scope.kind === 'provider') return new WorkingSet(seen, { names: [], macs: [] });
  const takenNames = await tx.query<{ key: string }>('select taken_names($1) as key', [names]);
  const takenMacs = await tx.query<{ key: string }>('select taken_macs($1) as key', [macs]);
  return new WorkingSet(seen, { names: takenNames.map(({ key }) => key), macs: takenMacs.map(({ key }) => key) });
}

function macsOf(text: string): string[] {
  const parsed = parseMac(text);
  return 'bad' in parsed ? [] : [parsed.mac];
}

function stepsOf(decision: Decision): DeviceStep[] {
  if (decision.outcome === 'added') return [{ kind: 'created', device: decision.device }];
  if (decision.outcome === 'removed') return [{ kind: 'deleted', device: decision.device, cause: decision.cause }];
  return [];
}

const OUTCOMES = { added: Outcome.APPLIED, removed: Outcome.APPLIED, unchanged: Outcome.UNCHANGED, rejected: Outcome.REJECTED } as const;

function outcomeOf({ row }: ImportRow, decision: Decision | undefined): RowOutcome {
  const reasons = decision?.outcome === 'rejected' ? decision.reasons : [];
  return {
    $typeName: 'ringfleet.inventory.v1.RowOutcome',
    row,
    outcome: decision ? OUTCOMES[decision.outcome] : Outcome.UNSPECIFIED,
    reasons: reasons.map(({ column, code, message, value }) => ({ $typeName: 'ringfleet.inventory.v1.Reason', column: COLUMNS[column], code, message, value: value.slice(0, 200) })),
  };
}
