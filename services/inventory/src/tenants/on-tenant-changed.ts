import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, topics, type TopicOf } from '@ringfleet/contracts';
import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { type Clock, SYSTEM } from '@ringfleet/kernel';
import { Hears, latestPerKey, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyAccounts, copyProfiles, copyTenants, copyUsers, type Numbered } from './tenant-copy.js';

/** The last state of each key in a batch. Tombstones say nothing that the deleted state before them did not. */
const states = <M extends DescMessage>(topic: TopicOf<M>, records: readonly LogRecord[]): Numbered<MessageShape<M>>[] =>
  latestPerKey(records.filter(({ value }) => value !== null)).flatMap(({ record, sequence }) =>
    record.value ? [{ sequence, state: decode(topic, record.value) }] : [],
  );

/** directory and profiles said what became of their records: inventory's copies follow. */
@Controller()
export class OnTenantChanged {
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
  }

  @Hears(topics.tenants)
  async tenants(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyTenants(tx, states(topics.tenants, records), this.clock()));
  }

  @Hears(topics.accounts)
  async accounts(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyAccounts(tx, states(topics.accounts, records), this.clock()));
  }

  @Hears(topics.users)
  async users(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyUsers(tx, states(topics.users, records), this.clock()));
  }

  @Hears(topics.profiles)
  async profiles(@Payload() records: readonly LogRecord[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => copyProfiles(tx, states(topics.profiles, records), this.clock()));
  }
}
