import { Inject, Injectable } from '@nestjs/common';
import type { RowOutcome } from '@ringfleet/contracts';
import { judgedOutcome, type JudgedChunk, type JudgedRows } from '@ringfleet/import-rows';
import { type Clock, nameKey, newId, textOf } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Cause, Device, DeviceStep } from '../devices/device.js';
import { devicesByKeys } from '../devices/device-rows.js';
import { parseMac } from '../devices/mac-address.js';
import { planDevices } from '../devices/write-devices.js';
import { modelLabel } from '../models/model.js';
import { type Decision, decideRow } from './decide-row.js';
import type { ResolvedChunk } from './resolve-references.js';
import { type Column, COLUMNS, type ImportRow } from './row.js';
import { WorkingSet } from './working-set.js';

/** Rows with what becomes of each of them, and of the devices. */
interface JudgedDevices extends JudgedRows {
  readonly steps: readonly DeviceStep[];
}

export type JudgedDeviceChunk = ResolvedChunk & JudgedChunk<Column> & JudgedDevices;

/** Decides the rows of a chunk, in file order, against the devices they mention. */
@Injectable()
export class JudgeChunk {
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
  }

  /** `before`: the chunk before, which is being written meanwhile; what is read here may or may not have its steps yet. */
  async execute(chunk: ResolvedChunk, before?: JudgedDeviceChunk): Promise<JudgedDeviceChunk> {
    const own = { judgement: newId(), premise: before?.judgement ?? null };
    return this.database.transaction(chunk.uploader.scope, async (tx) => ({
      ...chunk,
      ...own,
      ...(await this.judgeRows(tx, chunk, { rows: chunk.rows, before: before?.steps })),
    }));
  }

  /** The same for some rows of a chunk, in a transaction of the caller. */
  async judgeRows(
    tx: Tx,
    chunk: ResolvedChunk,
    { rows, before = [] }: { readonly rows: readonly ImportRow[]; readonly before?: readonly DeviceStep[] | undefined },
  ): Promise<JudgedDevices> {
    const set = (await loadWorkingSet(tx, chunk, rows)).after(before);
    const at = this.clock();
    const cause = (row: number): Cause => ({
      byId: chunk.uploader.id,
      byName: chunk.uploader.name,
      at,
      source: 'import',
      importId: chunk.importId,
      importRow: row,
    });
    const decisions = rows.map((row) => ({ row, decision: decideRow(row, { ...chunk, set, cause }) }));
    const steps = decisions.flatMap(({ decision }) => stepsOf(decision));
    const modelName = (modelId: string): string => {
      const model = chunk.refs.modelById(modelId);
      return model ? modelLabel(model) : '';
    };
    return { outcomes: decisions.map(({ row, decision }) => outcomeOf(row, decision)), steps, plan: planDevices(steps, modelName) };
  }
}

async function loadWorkingSet(tx: Tx, { uploader }: ResolvedChunk, rows: readonly ImportRow[]): Promise<WorkingSet> {
  const names = [...new Set(rows.map((row) => nameKey(textOf(row, 'name'))).filter((key) => key !== '' && !key.includes('\0')))];
  const macs = [...new Set(rows.flatMap((row) => macsOf(textOf(row, 'mac'))))];
  const devices = await devicesByKeys(tx, names, macs);
  const seen = { devices, sites: await sitesOf(tx, devices) };
  if (uploader.scope.kind === 'provider') return new WorkingSet(seen, { names: [], macs: [], profiles: [] });
  const takenNames = await tx.query<{ key: string }>('select taken_names($1) as key', [names]);
  const takenMacs = await tx.query<{ key: string }>('select taken_macs($1) as key', [macs]);
  const profiles = await hiddenProfiles(tx, devices);
  return new WorkingSet(seen, { names: takenNames.map(({ key }) => key), macs: takenMacs.map(({ key }) => key), profiles });
}

/** Name keys of the devices' sites by id: a file may name sites without their customers. */
async function sitesOf(tx: Tx, devices: readonly Device[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(devices.flatMap(({ siteId }) => siteId ?? []))];
  const sites =
    ids.length === 0 ? [] : await tx.query<{ id: string; key: string }>('select id, name_key as key from tenants where id = any($1::uuid[])', [ids]);
  return new Map(sites.map(({ id, key }) => [id, key]));
}

/** Profiles of the devices that the uploader may not see: a shared device may have one of the provider that is not. */
async function hiddenProfiles(tx: Tx, devices: readonly Device[]): Promise<string[]> {
  const ids = [...new Set(devices.flatMap(({ profileId }) => profileId ?? []))];
  if (ids.length === 0) return [];
  const visible = await tx.query<{ id: string }>('select id from profiles where id = any($1::uuid[])', [ids]);
  return ids.filter((id) => !visible.some((profile) => profile.id === id));
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

const outcomeOf = (row: ImportRow, decision: Decision): RowOutcome => {
  if (decision.outcome === 'rejected') return judgedOutcome(row, COLUMNS, decision);
  return judgedOutcome(row, COLUMNS, { outcome: decision.outcome === 'unchanged' ? 'unchanged' : 'applied' });
};
