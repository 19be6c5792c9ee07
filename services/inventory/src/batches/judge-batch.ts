import { Inject, Injectable } from '@nestjs/common';
import type { JudgedRows } from '@ringfleet/import-rows';
import { type Caller, type Clock, newId } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Cause, Device, DeviceStep } from '../devices/device.js';
import { deviceOf, type DeviceRow } from '../devices/device-rows.js';
import { NO_SECRETS } from '../devices/device-secrets.js';
import { isDoubtful } from '../devices/refusals.js';
import { loadReferencesById, type NamedIds, referencesById } from '../devices/request-references.js';
import { planDevices } from '../devices/write-devices.js';
import { judgedAt } from '../devices/writing.js';
import { secretsOf } from '../devices/write-secrets.js';
import { keptAmong } from '../imports/load-working-set.js';
import { NOTHING, Owners } from '../imports/owners.js';
import { Vault } from '../imports/vault.js';
import { WorkingSet } from '../imports/working-set.js';
import { modelLabel } from '../models/model.js';
import { type BatchChunk, type JudgedBatchChunk, outcomeOf } from './batch-chunk.js';
import { type BatchOrder, decideDevice, type DeviceDecision } from './decide-device.js';

export interface Asked {
  readonly order: BatchOrder;
  readonly deviceIds: readonly string[];
  readonly caller: Caller;
}

interface Judged {
  /** In the order of the ids. */
  readonly decisions: readonly DeviceDecision[];
  readonly modelName: (modelId: string) => string;
  /** By the database's clock. */
  readonly judged: string;
  /** What the copies refused and their owners may know better. */
  readonly doubtful: NamedIds | undefined;
}

/** Decides about the devices of a chunk of a batch, each as a request of its own would be, read all at once. */
@Injectable()
export class JudgeBatch {
  private readonly clock: Clock;
  private readonly vault: Vault;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(Owners) private readonly owners: Owners,
  ) {
    this.clock = ports.clock;
    this.vault = new Vault(ports.sealer);
  }

  async execute(chunk: BatchChunk): Promise<JudgedBatchChunk> {
    const judged = await this.decide({ ...chunk, caller: chunk.uploader }, chunk.importId);
    return { ...chunk, judgement: newId(), premise: null, ...judgedRows(judged, 0) };
  }

  /** One device by itself, in a transaction of the caller. */
  async judgeOne(tx: Tx, { order, deviceIds, uploader, importId }: BatchChunk, place: number): Promise<JudgedRows> {
    return judgedRows(await this.read(tx, { order, deviceIds: deviceIds.slice(place, place + 1), caller: uploader }, importId), place);
  }

  /** What would become of devices; a refusal that rests on copies is confirmed by their owners first (design.md §1). Throws a ConnectError while one is not reached. */
  async decide(asked: Asked, batchId = ''): Promise<Judged> {
    const read = (): Promise<Judged> => this.database.transaction(asked.caller.scope, (tx) => this.read(tx, asked, batchId));
    const judged = await read();
    if (!judged.doubtful) return judged;
    const { tenants, profiles } = judged.doubtful;
    return (await this.owners.ask({ ...NOTHING, tenantIds: tenants, profileIds: profiles })) ? read() : judged;
  }

  private async read(tx: Tx, { order, deviceIds, caller }: Asked, batchId: string): Promise<Judged> {
    const rows = await tx.query<DeviceRow>('select * from devices where id = any($1::uuid[])', [deviceIds]);
    const devices = new Map(rows.map((row) => [row.id, deviceOf(row)]));
    const all = [...devices.values()];
    const named = namedIn(order);
    const loaded = await loadReferencesById(tx, caller, named, all);
    const visible = new Set(loaded.profiles.map(({ id }) => id));
    const secrets = await secretsOf(tx, all);
    const used = await usedPorts(tx, all);
    const kept = order.change.delete ? await keptAmong(tx, all) : new Set<string>();
    const set = new WorkingSet({ devices: all, sites: new Map(), kept }, { names: [], macs: [], profiles: [] });
    const moment = await judgedAt(tx);
    const cause: Cause = { byId: caller.id, byName: caller.name, at: this.clock(), source: 'batch', importId: batchId || null, importRow: null };
    const common = { refs: referencesById(loaded), set, uploader: caller, cause, vault: this.vault };
    const decisions = deviceIds.map((id) => {
      const device = devices.get(id);
      const isProfileHidden = device !== undefined && device.profileId !== null && !visible.has(device.profileId);
      return decideDevice(device, order, { ...common, isProfileHidden, secrets: secrets.get(id) ?? NO_SECRETS, used: used.get(id) ?? [] });
    });
    const isAnyDoubtful = decisions.some((decision) => decision.outcome === 'refused' && isDoubtful(decision.refusals));
    const labels = new Map(loaded.models.map((model) => [model.id, modelLabel(model)]));
    return { decisions, modelName: (id) => labels.get(id) ?? '', judged: moment, doubtful: isAnyDoubtful ? named : undefined };
  }
}

function judgedRows({ decisions, modelName, judged }: Judged, first: number): JudgedRows {
  const steps = decisions.flatMap((decision): DeviceStep[] => (decision.outcome === 'applied' ? [decision.step] : []));
  return { outcomes: decisions.map((decision, index) => outcomeOf(first + index, decision)), plan: planDevices(steps, modelName, judged) };
}

const namedIn = ({ change }: BatchOrder): NamedIds =>
  change.delete
    ? { tenants: [], profiles: [] }
    : { tenants: change.assignTo ? [change.assignTo] : [], profiles: [...new Set(Object.values(change.profiles ?? {}))] };

/** Numbers of the ports on which accounts sit, by device. */
async function usedPorts(tx: Tx, devices: readonly Device[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const ids = devices.flatMap(({ id, usedPorts: used }) => (used > 0 ? [id] : []));
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; ports: number[] }>(
    'select device_id as id, array_agg(port::int order by port) as ports from ports where device_id = any($1::uuid[]) group by device_id',
    [ids],
  );
  return new Map(rows.map(({ id, ports }) => [id, ports]));
}
