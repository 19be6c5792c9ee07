import { Inject, Injectable } from '@nestjs/common';
import { wasFaster, writePlan } from '@ringfleet/import-rows';
import { type Caller, type Clock, isId, notFound, type Refusal, Refused } from '@ringfleet/kernel';
import { Database, type Statement, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { DevicesSection } from '@ringfleet/tenants';
import { NOTHING, Owners } from '../imports/owners.js';
import { Vault } from '../imports/vault.js';
import { modelLabel } from '../models/model.js';
import type { Cause, Device, DeviceStep } from './device.js';
import { deviceOf, type DeviceRow } from './device-rows.js';
import { isDoubtful, refusedBy } from './refusals.js';
import type { NamedIds } from './request-references.js';
import { planDevices } from './write-devices.js';

const TRIES = 8;
// One answer may uncover another question: the account first, then its customer.
const ASKED_AT_MOST = 3;

/** The device that a request is about. */
export interface Wanted {
  readonly id: string;
  /** The If-Match header (INV-15). */
  readonly ifMatch: string | undefined;
}

/** What a request comes to: steps with what else is written, and the answer, read after that. */
export interface Decided<T> {
  readonly steps: readonly DeviceStep[];
  readonly also?: readonly Statement[];
  readonly answer: (tx: Tx) => Promise<T>;
}

/** Who asks, what is written of it in history, and what opens and seals secrets. */
export interface Asked {
  readonly caller: Caller;
  readonly cause: Cause;
  readonly vault: Vault;
}

/** Reads, and writes nothing. */
export type Decide<T> = (tx: Tx, asked: Asked) => Promise<Decided<T>>;
/** Runs the work in one transaction of the caller's scope. */
export type InTransaction<T> = (work: (tx: Tx) => Promise<T>) => Promise<T>;

/** A refusal that rests on copies of other services' records: their owners have the last word (design.md §1). */
class RefusedByCopies extends Error {
  override readonly name = 'RefusedByCopies';
  constructor(
    readonly refused: Refused,
    readonly named: NamedIds,
  ) {
    super(refused.message);
  }
}

/** Refuses; for what the copies say, once the owners of what was named were asked. */
export const refuseAll = (refusals: readonly Refusal[], named: NamedIds): never => refuseByCopies(refusedBy(refusals), named);

export function refuseByCopies(refused: Refused, named: NamedIds): never {
  throw isDoubtful(refused.details.errors ?? []) ? new RefusedByCopies(refused, named) : refused;
}

/** A request about a device is a chunk of one row: read, decided and written in one transaction, with history and events, by what writes the rows of imports. */
@Injectable()
export class WriteRequest {
  private readonly clock: Clock;
  private readonly vault: Vault;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(DevicesSection) private readonly section: DevicesSection,
    @Inject(Owners) private readonly owners: Owners,
  ) {
    this.clock = ports.clock;
    this.vault = new Vault(ports.sealer);
  }

  /**
   * Where others are faster it is decided anew. Throws `Refused`: what the decision says, 403 as `DevicesSection`, and 409 `taken_meanwhile` where the device is
   * then no longer there for the caller (INV-05).
   */
  execute<T>(caller: Caller, decide: Decide<T>, inTransaction?: InTransaction<T>): Promise<T> {
    return this.decided(caller, async (tx) => this.write(tx, await decide(tx, this.asked(caller))), inTransaction);
  }

  /** Decides as `execute` does, throws what it would refuse, and writes nothing. */
  check(caller: Caller, decide: Decide<unknown>): Promise<void> {
    return this.decided(caller, async (tx) => void (await decide(tx, this.asked(caller))));
  }

  private async decided<T>(
    caller: Caller,
    work: (tx: Tx) => Promise<T>,
    inTransaction: InTransaction<T> = (inside) => this.database.transaction(caller.scope, inside),
  ): Promise<T> {
    await this.section.require(caller, 'modify');
    let asked = 0;
    for (let attempt = 1; ; attempt++) {
      try {
        return await inTransaction(work);
      } catch (error) {
        if (error instanceof RefusedByCopies) {
          if (asked === ASKED_AT_MOST || !(await this.askOwners(error.named))) throw error.refused;
          asked++;
        } else if (attempt > 1 && asked === 0 && error instanceof Refused && error.status === 404) throw taken();
        else if (!wasFaster(error)) throw error;
        else if (attempt === TRIES) throw taken();
      }
    }
  }

  private asked(caller: Caller): Asked {
    const { id, name, fromConsole } = caller;
    const source = fromConsole ? 'console' : 'api';
    return { caller, cause: { byId: id, byName: name, at: this.clock(), source, importId: null, importRow: null }, vault: this.vault };
  }

  private async write<T>(tx: Tx, { steps, also = [], answer }: Decided<T>): Promise<T> {
    const models = await tx.query<{ id: string; vendor: string; name: string }>('select id, vendor, name from models where id = any($1::uuid[])', [
      steps.map(({ device }) => device.modelId),
    ]);
    const labels = new Map(models.map((model) => [model.id, modelLabel(model)]));
    const plan = planDevices(steps, (modelId) => labels.get(modelId) ?? '');
    await writePlan(tx, plan);
    for (const { sql, params } of also) await tx.query(sql, params);
    await tx.publish(plan.records);
    return answer(tx);
  }

  private askOwners({ tenants, profiles, accounts = [] }: NamedIds): Promise<boolean> {
    return this.owners.ask({ ...NOTHING, tenantIds: tenants, profileIds: profiles, accountIds: accounts });
  }
}

/** As far as the scope of the transaction sees it; else 404 (DIR-03). */
export async function findDevice(tx: Tx, id: string): Promise<Device> {
  const [row] = isId(id) ? await tx.query<DeviceRow>('select * from devices where id = $1', [id]) : [];
  if (!row) throw notFound('device');
  return deviceOf(row);
}

const taken = (): Refused => new Refused(409, 'taken_meanwhile', 'Somebody else has just changed the device: look at it again and decide anew.');
