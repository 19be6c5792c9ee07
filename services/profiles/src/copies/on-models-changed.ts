import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { topics } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyRows, latestStates } from '@ringfleet/tenants';

/** inventory said what became of device models: the copy follows. */
@Controller()
export class OnModelsChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.models)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    const rows = latestStates(topics.models, records).map(({ sequence, state: { id, vendor, name, ports, deleted } }) => ({
      id,
      vendor,
      name,
      ports,
      sequence: sequence.toString(),
      deleted_at: deleted ? this.ports.clock() : null,
    }));
    await this.database.transaction(SYSTEM, (tx) => copyRows(tx, 'models', rows));
  }
}
