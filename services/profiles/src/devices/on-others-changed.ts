import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type DeviceChanged, topics } from '@ringfleet/contracts';
import { SYSTEM, Turns } from '@ringfleet/kernel';
import { BatchContext, Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { latestStates, type Numbered } from '@ringfleet/tenants';
import { setTimeout as pause } from 'node:timers/promises';
import { makeKeys } from '../provisioning/make-keys.js';
import { copyAccounts, copyDevices } from './copy-devices.js';

const DEVICES_AT_ONCE = 500;
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
  private readonly turns = new Turns(1);
  private readonly startedAt: Date;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.startedAt = ports.clock();
  }

  /** An import tells of tens of thousands, on every partition at once. */
  @Hears(topics.devices)
  async devices(@Payload() records: readonly LogRecord[], @Ctx() { signal }: BatchContext): Promise<void> {
    for (let at = 0; at < records.length; at += DEVICES_AT_ONCE) {
      await this.turns.take(() => this.copyInPeace(records.slice(at, at + DEVICES_AT_ONCE), signal));
    }
  }

  private async copyInPeace(records: readonly LogRecord[], signal: AbortSignal): Promise<void> {
    const began = performance.now();
    const devices = latestStates(topics.devices, records);
    await this.copy(devices);
    if (devices.length < MANY_DEVICES || !devices.some((device) => this.isNew(device))) return;
    await pause(Math.min(RESTS * (performance.now() - began), LONGEST_REST_MS), undefined, { signal }).catch(() => undefined);
  }

  /** What was said before this start keeps the service from being ready: nothing rests then. */
  private isNew({ state }: Numbered<DeviceChanged>): boolean {
    return state.change?.at !== undefined && timestampDate(state.change.at) > this.startedAt;
  }

  private async copy(devices: readonly Numbered<DeviceChanged>[]): Promise<void> {
    const now = this.ports.clock();
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyDevices(tx, devices, now);
      await makeKeys(tx, idsOf(devices), { sealer: this.ports.sealer, now });
      const gone = idsOf(devices.filter(({ state }) => state.deleted));
      if (gone.length > 0) for (const sql of FORGET) await tx.query(sql, [gone]);
    });
  }

  @Hears(topics.accounts)
  async accounts(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyAccounts(tx, latestStates(topics.accounts, records), this.ports.clock()));
  }
}

const idsOf = (devices: readonly Numbered<DeviceChanged>[]): string[] => devices.map(({ state }) => state.id);
