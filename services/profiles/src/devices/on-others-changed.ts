import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type AccountChanged, type DeviceChanged, LifecycleState, topics } from '@ringfleet/contracts';
import { type Columns, copyAccounts, copyDevices, type DeviceCopies, DeviceLots, latestStates, orNull } from '@ringfleet/copies';
import { SYSTEM } from '@ringfleet/kernel';
import { BatchContext, Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { setTimeout as pause } from 'node:timers/promises';
import { makeKeys } from '../provisioning/make-keys.js';

/** So many come of an import or a batch, whose work goes before: the copy rests after each lot for so many times as long as it took. */
const MANY_DEVICES = 100;
const RESTS = 3;
const LONGEST_REST_MS = 500;
/** What was kept of phones whose devices are gone. */
const FORGET = ['provisioning_keys', 'fetches', 'given_configs', 'phone_files'].map(
  (table) => `delete from ${table} kept using devices d where d.id = kept.device_id and d.id = any($1::uuid[]) and d.deleted_at is not null`,
);

/** inventory and directory said what became of devices and accounts: the copies follow, and whoever gets a device gets a provisioning key for it. */
@Controller()
export class OnOthersChanged {
  private readonly lots: DeviceLots;
  private readonly startedAt: Date;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.startedAt = ports.clock();
    this.lots = new DeviceLots(ports.clock, ownOfDevice);
  }

  @Hears(topics.devices)
  async devices(@Payload() records: readonly LogRecord[], @Ctx() { signal }: BatchContext): Promise<void> {
    await this.lots.each(records, (lot) => this.copyInPeace(lot, signal));
  }

  private async copyInPeace(lot: DeviceCopies, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    await this.copy(lot);
    if (lot.ids.length < MANY_DEVICES || !this.isNew(lot)) return;
    await pause(Math.min(RESTS * (performance.now() - began), LONGEST_REST_MS), undefined, { signal }).catch(() => undefined);
  }

  /** What was said before this start keeps the service from being ready: nothing rests then. */
  private isNew({ changedAt }: DeviceCopies): boolean {
    return changedAt !== undefined && changedAt > this.startedAt;
  }

  private async copy(lot: DeviceCopies): Promise<void> {
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyDevices(tx, lot);
      await makeKeys(tx, lot.ids, { sealer: this.ports.sealer, now: this.ports.clock() });
      if (lot.goneIds.length > 0) for (const sql of FORGET) await tx.query(sql, [lot.goneIds]);
    });
  }

  @Hears(topics.accounts)
  async accounts(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyAccounts(tx, latestStates(topics.accounts, records), ownOfAccount, this.ports.clock()));
  }
}

const ownOfDevice = (state: DeviceChanged): Columns => ({
  description: orNull(state.description),
  file_name: orNull(state.fileName),
  accept_data: state.acceptDataFromPhone,
  retired: state.state === LifecycleState.RETIRED,
  secret_version: state.secretVersion,
});

const ownOfAccount = ({ sipUsername }: AccountChanged): Columns => ({ sip_username: sipUsername });
