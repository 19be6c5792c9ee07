import { Inject, Injectable } from '@nestjs/common';
import { wasFaster } from '@ringfleet/import-rows';
import { type Caller, isId, newId, notFound, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { modelOf, type ModelView } from './list-models.js';
import { differingFacts, keepModel, type KeptModel, type ModelFacts, MODELS } from './model-facts.js';

export type NewModel = Pick<ModelFacts, 'vendor' | 'name' | 'ports'> & Partial<ModelFacts>;

const UNKNOWN: Omit<ModelFacts, 'vendor' | 'name' | 'ports'> = {
  virtual: false,
  dectBase: false,
  dectMulticell: false,
  expansionModules: 0,
  macPrefixes: [],
  configFiles: [],
  firmware: null,
  resyncEvent: null,
  rebootEvent: null,
};

/** The provider's own models, and its changes of shipped ones (INV-13). */
@Injectable()
export class SaveModel {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  /** Throws `Refused` 409 `name_not_unique`. */
  add(caller: Caller, model: NewModel, key: string | undefined): Promise<ModelView> {
    const added = { ...UNKNOWN, ...said(model), id: newId(), version: 1, isOwn: true } as KeptModel;
    const work = (tx: Tx): Promise<ModelView> => this.keep(tx, caller, added, Object.keys(said(model)));
    return named(this.once.run({ caller, path: '/api/v1/models', key, body: model }, work));
  }

  /** Throws `Refused` 404, 412, 428; 409 `name_not_unique`, and `model_in_use` where devices rest on what is to be changed. */
  change(caller: Caller, { id, ifMatch }: { readonly id: string; readonly ifMatch: string | undefined }, changes: Partial<ModelFacts>): Promise<ModelView> {
    const work = async (tx: Tx): Promise<ModelView> => {
      const [before] = isId(id) ? await tx.query<KeptModel & { name_key: string }>(`${MODELS} where id = $1 for update`, [id]) : [];
      if (!before) throw notFound('device model');
      requireIfMatch(ifMatch, before.version);
      const { name_key: _key, ...kept } = before;
      const after: KeptModel = { ...kept, ...said(changes), version: before.version + 1, isOwn: true };
      const fields = differingFacts(before, after);
      if (fields.length === 0) return modelOf(tx, id);
      if (fields.includes('ports') || fields.includes('virtual')) await refuseIfUsed(tx, id);
      return this.keep(tx, caller, after, fields);
    };
    return named(this.database.transaction(caller.scope, work));
  }

  private async keep(tx: Tx, caller: Caller, model: KeptModel, fields: readonly string[]): Promise<ModelView> {
    await keepModel(tx, model, { by: caller, at: this.ports.clock() }, fields);
    return modelOf(tx, model.id);
  }
}

const said = (facts: Partial<ModelFacts>): Partial<ModelFacts> => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** The ports of devices, and whether they have MAC addresses, are as their model had them. */
async function refuseIfUsed(tx: Tx, id: string): Promise<void> {
  const used = await tx.query('select from devices where model_id = $1 limit 1', [id]);
  if (used.length > 0)
    throw new Refused(409, 'model_in_use', 'Devices are of this model: its ports, and whether it is virtual, stay. Add another model instead.');
}

async function named<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!wasFaster(error)) throw error;
    const message = 'There is a model of this vendor and name already.';
    throw new Refused(409, 'name_not_unique', message, { errors: [{ code: 'name_not_unique', field: 'name', message }] });
  }
}
