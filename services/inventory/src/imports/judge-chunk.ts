import { Inject, Injectable } from '@nestjs/common';
import type { RowOutcome } from '@ringfleet/contracts';
import { judgedOutcome, type JudgedChunk, type JudgedRows } from '@ringfleet/import-rows';
import { type Clock, newId } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Cause, DeviceStep } from '../devices/device.js';
import { planDevices } from '../devices/write-devices.js';
import { judgedAt } from '../devices/writing.js';
import { modelLabel } from '../models/model.js';
import { type Decision, decideRow } from './decide-row.js';
import { loadWorkingSet } from './load-working-set.js';
import type { ResolvedChunk } from './resolve-references.js';
import type { Titles } from './import-chunk.js';
import type { Column, ImportRow } from './row.js';
import { Vault } from './vault.js';

/** Rows with what becomes of each of them, and of the devices. */
interface JudgedDevices extends JudgedRows {
  readonly steps: readonly DeviceStep[];
}

export type JudgedDeviceChunk = ResolvedChunk & JudgedChunk<Column> & JudgedDevices;

/** Decides the rows of a chunk, in file order, against the devices they mention. */
@Injectable()
export class JudgeChunk {
  private readonly clock: Clock;
  private readonly vault: Vault;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
    this.vault = new Vault(ports.sealer);
  }

  /** `before`: the chunks before, in their order, which are being written meanwhile; what is read here may or may not have their steps yet. */
  async execute(chunk: ResolvedChunk, before: readonly JudgedDeviceChunk[] = []): Promise<JudgedDeviceChunk> {
    const own = { judgement: newId(), premise: before.at(-1)?.judgement ?? null };
    return this.database.transaction(chunk.uploader.scope, async (tx) => ({
      ...chunk,
      ...own,
      ...(await this.judgeRows(tx, chunk, { rows: chunk.rows, before: before.flatMap(({ steps }) => steps) })),
    }));
  }

  /** The same for some rows of a chunk, in a transaction of the caller. */
  async judgeRows(
    tx: Tx,
    chunk: ResolvedChunk,
    { rows, before = [] }: { readonly rows: readonly ImportRow[]; readonly before?: readonly DeviceStep[] | undefined },
  ): Promise<JudgedDevices> {
    const set = (await loadWorkingSet(tx, chunk.uploader, rows)).after(before);
    const judged = await judgedAt(tx);
    const at = this.clock();
    const cause = (row: number): Cause => ({
      byId: chunk.uploader.id,
      byName: chunk.uploader.name,
      at,
      source: 'import',
      importId: chunk.importId,
      importRow: row,
    });
    const decisions = rows.map((row) => ({ row, decision: decideRow(row, { ...chunk, set, cause, vault: this.vault }) }));
    const steps = decisions.flatMap(({ decision }) => stepsOf(decision));
    const modelName = (modelId: string): string => {
      const model = chunk.refs.modelById(modelId);
      return model ? modelLabel(model) : '';
    };
    return { outcomes: decisions.map(({ row, decision }) => outcomeOf(row, decision, chunk.titles)), steps, plan: planDevices(steps, modelName, judged) };
  }
}

function stepsOf(decision: Decision): DeviceStep[] {
  if (decision.outcome === 'added') return [{ kind: 'created', device: decision.device, secrets: decision.secrets, fields: decision.fields }];
  if (decision.outcome === 'removed') return [{ kind: 'deleted', device: decision.device, cause: decision.cause }];
  return [];
}

const outcomeOf = (row: ImportRow, decision: Decision, titles: Titles): RowOutcome => {
  if (decision.outcome === 'rejected') return judgedOutcome(row, titles, decision);
  return judgedOutcome(row, titles, { outcome: decision.outcome === 'unchanged' ? 'unchanged' : 'applied' });
};
