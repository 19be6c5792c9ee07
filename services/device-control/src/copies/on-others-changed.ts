import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type AccountChanged, type ModelChanged, topics } from '@ringfleet/contracts';
import { type Columns, copyAccounts, copyDevices, copyStates, type DeviceCopies, DeviceLots, latestStates, orNull } from '@ringfleet/copies';
import { nameKey, SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { SettleOperations } from '../operations/settle-operations.js';
import { RefreshStatuses } from '../statuses/refresh-statuses.js';

/** inventory and directory said what became of devices, models and accounts: the copies follow, and what is registered is matched to them anew. */
@Controller()
export class OnOthersChanged {
  private readonly lots: DeviceLots;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStatuses) private readonly refresh: RefreshStatuses,
    @Inject(SettleOperations) private readonly settle: SettleOperations,
  ) {
    this.lots = new DeviceLots(ports.clock);
  }

  @Hears(topics.devices)
  async devices(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.lots.each(records, (lot) => this.copy(lot));
  }

  private async copy(lot: DeviceCopies): Promise<void> {
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyDevices(tx, lot);
      await tx.query('delete from device_lines where device_id = any($1::uuid[])', [lot.ids]);
      await tx.query(LINES, [lot.ids]);
      await this.refresh.execute(tx, lot.ids);
      await this.settle.ofDevices(tx, lot.ids);
    });
  }

  @Hears(topics.accounts)
  async accounts(@Payload() records: readonly LogRecord[]): Promise<void> {
    const accounts = latestStates(topics.accounts, records);
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyAccounts(tx, accounts, ownOfAccount, this.ports.clock());
      await this.refresh.ofAccounts(
        tx,
        accounts.map(({ state }) => state.id),
      );
    });
  }

  @Hears(topics.models)
  async models(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyStates(tx, 'models', latestStates(topics.models, records), modelColumns, this.ports.clock()));
  }
}

const LINES = `
insert into device_lines (device_id, port, account_id)
select d.id, line.port, line."accountId" from devices d, jsonb_to_recordset(d.lines) as line (port smallint, "accountId" uuid)
where d.id = any($1::uuid[]) and d.deleted_at is null`;

const ownOfAccount = ({ sipUsername }: AccountChanged): Columns => ({ sip_key: nameKey(sipUsername) });

const modelColumns = (state: ModelChanged): Columns => ({
  id: state.id,
  vendor: state.vendor,
  name: state.name,
  dect_multicell: state.dectMulticell,
  resync_event: orNull(state.resyncEvent),
  reboot_event: orNull(state.rebootEvent),
});
