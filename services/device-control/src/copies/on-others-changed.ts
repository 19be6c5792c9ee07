import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { topics } from '@ringfleet/contracts';
import { SYSTEM, Turns } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { latestStates } from '@ringfleet/tenants';
import { SettleOperations } from '../operations/settle-operations.js';
import { RefreshStatuses } from '../statuses/refresh-statuses.js';
import { copyAccounts, copyDevices, copyModels, deviceCopies } from './copy.js';

const DEVICES_AT_ONCE = 500;

/** inventory and directory said what became of devices, models and accounts: the copies follow, and what is registered is matched to them anew. */
@Controller()
export class OnOthersChanged {
  private readonly turns = new Turns(1);

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStatuses) private readonly refresh: RefreshStatuses,
    @Inject(SettleOperations) private readonly settle: SettleOperations,
  ) {}

  /** An import tells of tens of thousands, on every partition at once. */
  @Hears(topics.devices)
  async devices(@Payload() records: readonly LogRecord[]): Promise<void> {
    for (let at = 0; at < records.length; at += DEVICES_AT_ONCE) {
      await this.turns.take(() => this.copy(records.slice(at, at + DEVICES_AT_ONCE)));
    }
  }

  private async copy(records: readonly LogRecord[]): Promise<void> {
    const copies = deviceCopies(latestStates(topics.devices, records), this.ports.clock());
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyDevices(tx, copies);
      await this.refresh.execute(tx, copies.ids);
      await this.settle.ofDevices(tx, copies.ids);
    });
  }

  @Hears(topics.accounts)
  async accounts(@Payload() records: readonly LogRecord[]): Promise<void> {
    const accounts = latestStates(topics.accounts, records);
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyAccounts(tx, accounts, this.ports.clock());
      await this.refresh.ofAccounts(
        tx,
        accounts.map(({ state }) => state.id),
      );
    });
  }

  @Hears(topics.models)
  async models(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyModels(tx, latestStates(topics.models, records), this.ports.clock()));
  }
}
