import { Inject, Injectable } from '@nestjs/common';
import { wasFaster, writePlan } from '@ringfleet/import-rows';
import { type Caller, type Clock, isId, notFound, Refused } from '@ringfleet/kernel';
import { Database, type Statement, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireMatch } from '@ringfleet/service-kit';
import { decideLines } from '../access/decide-access.js';
import { DevicesSection } from '../access/devices-section.js';
import type { Cause, Device } from '../devices/device.js';
import { deviceOf, type DeviceRow } from '../devices/device-rows.js';
import { planDevices } from '../devices/write-devices.js';
import { modelLabel } from '../models/model.js';
import type { PortRefusal } from './decide-customer.js';

const TRIES = 4;

/** What is to be done to a device: the state after it with what else is written, or nothing. */
export interface Change {
  readonly device: Device;
  readonly also: readonly Statement[];
}

export interface Named {
  readonly id: string;
  readonly ifMatch?: string | undefined;
}

/** Changes one device by a decision: read, decided and written in one transaction, history and event with it. */
@Injectable()
export class ChangeDevice {
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(DevicesSection) private readonly section: DevicesSection,
  ) {
    this.clock = ports.clock;
  }

  /** The version it then has. Where others are faster it is decided anew; 409 `taken_meanwhile` where it is then no longer there for the caller (INV-05). */
  async execute(caller: Caller, named: Named, decide: (tx: Tx, device: Device, cause: Cause) => Promise<Change | undefined>): Promise<number> {
    await this.section.require(caller, 'modify');
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.database.transaction(caller.scope, (tx) => this.change(tx, caller, named, decide));
      } catch (error) {
        const again = wasFaster(error);
        if (attempt > 1 && error instanceof Refused && error.status === 404) throw taken();
        if (!again) throw error;
        if (attempt === TRIES) throw taken();
      }
    }
  }

  private async change(tx: Tx, caller: Caller, { id, ifMatch }: Named, decide: Parameters<ChangeDevice['execute']>[2]): Promise<number> {
    const before = await findDevice(tx, id);
    const access = decideLines(caller, before);
    if (!access.allowed) throw new Refused(403, 'not_permitted', access.reason);
    requireMatch(ifMatch, before.version);
    const cause: Cause = { byId: caller.id, byName: caller.name, at: this.clock(), source: 'api', importId: null, importRow: null };
    const change = await decide(tx, before, cause);
    if (!change) return before.version;
    const [model] = await tx.query<{ vendor: string; name: string }>('select vendor, name from models where id = $1', [before.modelId]);
    const plan = planDevices([{ kind: 'changed', before, device: change.device }], () => (model ? modelLabel(model) : ''));
    await writePlan(tx, plan);
    for (const { sql, params } of change.also) await tx.query(sql, params);
    await tx.publish(plan.records);
    return change.device.version;
  }
}

/** As far as the scope of the transaction sees it; else 404 (DIR-03). */
export async function findDevice(tx: Tx, id: string): Promise<Device> {
  const [row] = isId(id) ? await tx.query<DeviceRow>('select * from devices where id = $1', [id]) : [];
  if (!row) throw notFound('device');
  return deviceOf(row);
}

export const refuse = ({ status, code, field, message }: PortRefusal): Refused =>
  new Refused(status, code, message, { errors: [{ code, message, ...(field !== undefined && { field }) }] });

const taken = (): Refused => new Refused(409, 'taken_meanwhile', 'Somebody else has just changed the device: look at it again and decide anew.');
