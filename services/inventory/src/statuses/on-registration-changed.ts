import { timestampDate } from '@bufbuild/protobuf/wkt';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { type RegistrationChanged, RegistrationStatus, topics } from '@ringfleet/contracts';
import { type Columns, copyStates, latestStates, orNull } from '@ringfleet/copies';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Status } from './device-status.js';

/** device-control saw phones come or go: the list shows it (CTL-04). What comes twice or late is passed over by its sequence. */
@Controller()
export class OnRegistrationChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.registrations)
  async execute(@Payload() records: readonly LogRecord[]): Promise<void> {
    const now = this.ports.clock();
    const states = latestStates(topics.registrations, records);
    await this.database.transaction(SYSTEM, (tx) => copyStates(tx, 'device_statuses', states, (state) => columnsOf(state, now), now));
  }
}

const columnsOf = (state: RegistrationChanged, now: Date): Columns => ({
  id: state.deviceId,
  status: STATUSES[state.status],
  since: state.since ? timestampDate(state.since) : now,
  managed_by: orNull(state.managedBy),
  customer_id: orNull(state.customerId),
  customer_reseller_id: orNull(state.customerResellerId),
});

// One of a later contract is at least no sign that the phone is there.
const STATUSES: Readonly<Record<RegistrationStatus, Status>> = {
  [RegistrationStatus.UNSPECIFIED]: 'unregistered',
  [RegistrationStatus.REGISTERED]: 'registered',
  [RegistrationStatus.AGED]: 'aged',
  [RegistrationStatus.UNREGISTERED]: 'unregistered',
};
