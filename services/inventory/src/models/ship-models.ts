import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Clock, namedId, nameKey, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { VENDORS } from './catalogue/vendors.js';
import { modelLabel } from './model.js';
import { differingFacts, keepModel, type KeptModel, type ModelFacts, MODELS } from './model-facts.js';
import type { ShippedModel, ShippedVendor } from './shipped-model.js';

interface Known {
  readonly byKey: ReadonlyMap<string, KeptModel>;
  readonly byId: ReadonlyMap<string, KeptModel>;
}

const shippedId = (model: Pick<ModelFacts, 'vendor' | 'name'>): string => namedId(`model/${modelLabel(model)}`);
const SHIPPED: ReadonlySet<string> = new Set(VENDORS.flatMap(({ vendor, models }) => models.map(({ name }) => shippedId({ vendor, name }))));
export const isShipped = (id: string): boolean => SHIPPED.has(id);

/** Brings the catalogue up to what this release ships (INV-13); what the provider added or changed stays as it is. */
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
      // Of several instances that start at once one ships.
      await tx.query('lock table models in share row exclusive mode');
      const kept = await tx.query<KeptModel & { readonly name_key: string }>(MODELS);
      const known = { byKey: new Map(kept.map((model) => [model.name_key, model])), byId: new Map(kept.map((model) => [model.id, model])) };
      for (const vendor of VENDORS) for (const model of vendor.models) await this.ship(tx, factsOf(vendor, model), known);
    });
  }

  private async ship(tx: Tx, facts: ModelFacts, { byKey, byId }: Known): Promise<void> {
    const id = shippedId(facts);
    // Under the name that the provider gave it, or as a model that the provider had before.
    const there = byId.get(id) ?? byKey.get(nameKey(modelLabel(facts)));
    if (there?.isOwn) return;
    const fields = there ? differingFacts(facts, there) : ['vendor', 'name', 'ports'];
    if (fields.length === 0) return;
    await keepModel(tx, { ...facts, id: there?.id ?? id, version: (there?.version ?? 0) + 1, isOwn: false }, { by: null, at: this.clock() }, fields);
  }
}

const factsOf = ({ vendor, macPrefixes, configFiles, resyncEvent, rebootEvent }: ShippedVendor, model: ShippedModel): ModelFacts => ({
  vendor,
  name: model.name,
  ports: model.ports,
  virtual: model.virtual ?? false,
  dectBase: model.dectBase ?? false,
  dectMulticell: model.dectMulticell ?? false,
  expansionModules: model.expansionModules ?? 0,
  macPrefixes,
  configFiles: model.configFiles ?? configFiles,
  firmware: null,
  resyncEvent,
  rebootEvent,
});
