import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Change_Kind, ModelChangedSchema, topics } from '@ringfleet/contracts';
import { type Clock, nameKey, SYSTEM } from '@ringfleet/kernel';
import { toRecord } from '@ringfleet/messaging';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { SHIPPED_MODELS, type ShippedModel, shippedModelId } from './shipped-models.js';

/** Adds the models that this release ships and the catalogue does not have yet, with their events. */
@Injectable()
export class ShipModels implements OnModuleInit {
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
  }

  async onModuleInit(): Promise<void> {
    await this.database.transaction(SYSTEM, async (tx) => {
      for (const model of SHIPPED_MODELS) await this.ship(tx, model);
    });
  }

  private async ship(tx: Tx, model: ShippedModel): Promise<void> {
    const id = shippedModelId(model);
    const { vendor, name, ports, virtual = false, dectBase = false, dectMulticell = false } = model;
    const added = await tx.query(
      `insert into models (id, vendor, name, name_key, ports, virtual, dect_base, dect_multicell) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning id`,
      [id, vendor, name, nameKey(`${vendor} ${name}`), ports, virtual, dectBase, dectMulticell],
    );
    if (added.length === 0) return;
    const now = this.clock();
    const change = {
      at: timestampFromDate(now),
      kind: Change_Kind.CREATED,
      fields: ['vendor', 'name', 'ports'],
      source: { case: 'system' as const, value: {} },
    };
    const message = create(ModelChangedSchema, { id, vendor, name, ports, virtual, dectBase, dectMulticell, change });
    await tx.publish([toRecord({ topic: topics.models, key: id, sequence: 1, source: 'inventory', time: now, message })]);
  }
}
