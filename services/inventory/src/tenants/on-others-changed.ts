import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { topics } from '@ringfleet/contracts';
import { latestStates } from '@ringfleet/copies';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyAccounts, copyProfiles } from './copy.js';

/** directory and profiles said what became of accounts and profiles: inventory's copies follow. */
@Controller()
export class OnOthersChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.accounts)
  async accounts(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyAccounts(tx, latestStates(topics.accounts, records), this.ports.clock()));
  }

  @Hears(topics.profiles)
  async profiles(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyProfiles(tx, latestStates(topics.profiles, records), this.ports.clock()));
  }
}
