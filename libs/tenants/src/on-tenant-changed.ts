import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { topics } from '@ringfleet/contracts';
import { latestStates } from '@ringfleet/copies';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyTenants, copyUsers } from './tenant-copy.js';

/** directory said what became of its tree, users and keys: the copies follow. */
@Controller()
export class OnTenantChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.tenants)
  async tenants(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyTenants(tx, latestStates(topics.tenants, records), this.ports.clock()));
  }

  @Hears(topics.users)
  async users(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyUsers(tx, latestStates(topics.users, records), this.ports.clock()));
  }
}
