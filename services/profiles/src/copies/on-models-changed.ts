import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { topics } from '@ringfleet/contracts';
import { copyStates, latestStates } from '@ringfleet/copies';
import { SYSTEM } from '@ringfleet/kernel';
import { Hears, type LogRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';

/** inventory said what became of device models: the copy follows. */
@Controller()
export class OnModelsChanged {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  @Hears(topics.models)
  async handle(@Payload() records: readonly LogRecord[]): Promise<void> {
    const models = latestStates(topics.models, records);
    await this.database.transaction(SYSTEM, (tx) =>
      copyStates(tx, 'models', models, ({ id, vendor, name, ports }) => ({ id, vendor, name, ports }), this.ports.clock()),
    );
  }
}
