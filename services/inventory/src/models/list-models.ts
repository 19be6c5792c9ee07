import { type Caller, isId, notFound, type Page } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { modelLabel } from './model.js';
import { type KeptModel, type ModelFacts, MODELS } from './model-facts.js';

/** A device model as the API shows it; its name is vendor and name in one, as cells say it. */
export interface ModelView extends ModelFacts {
  readonly id: string;
  readonly version: number;
}

type ModelRow = KeptModel & { readonly name_key: string };

const view = ({ name_key: _key, isOwn: _isOwn, ...model }: ModelRow): ModelView => ({ ...model, name: modelLabel(model) });

/** The catalogue by name; the same for all who may see it (DIR-02a). */
@Injectable()
export class ListModels {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, query: NameListQuery): Promise<Page<ModelView>> {
    return this.database.transaction(caller.scope, (tx) => pageByName<ModelRow, ModelView>(tx, { select: MODELS, where: {}, itemOf: view }, query));
  }

  one(caller: Caller, id: string): Promise<ModelView> {
    return this.database.transaction(caller.scope, (tx) => modelOf(tx, id));
  }
}

/** Throws `Refused` 404. */
export async function modelOf(tx: Tx, id: string): Promise<ModelView> {
  const [row] = isId(id) ? await tx.query<ModelRow>(`${MODELS} where id = $1`, [id]) : [];
  if (!row) throw notFound('device model');
  return view(row);
}
