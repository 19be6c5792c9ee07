import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { topics } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { latestStates } from '@ringfleet/tenants';
import { RefreshStatuses } from '../statuses/refresh-statuses.js';
import { copyAccounts, copyDevices, copyModels } from './copy.js';

/** inventory and directory said what became of devices, models and accounts: the copies follow, and what is registered is matched to them anew. */
@Controller()
export class OnOthersChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStatuses) private readonly refresh: RefreshStatuses,
  ) {}

  @Hears(topics.devices)
  async devices(@Payload() records: readonly LogRecord[]): Promise<void> {
    const devices = latestStates(topics.devices, records);
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyDevices(tx, devices, this.ports.clock());
      await this.refresh.execute(
        tx,
        devices.map(({ state }) => state.id),
      );
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
