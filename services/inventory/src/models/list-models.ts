import { type Caller, isId, notFound, type Page } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { type Model, modelLabel } from './model.js';

/** A device model as the API shows it. */
export interface ModelView {
  readonly id: string;
  /** Vendor and name in one, as cells say it. */
  readonly name: string;
  readonly vendor: string;
  readonly ports: number;
  readonly virtual: boolean;
}

interface ModelRow extends Omit<Model, 'nameKey'> {
  readonly name_key: string;
}

const view = (model: ModelRow): ModelView => ({ id: model.id, name: modelLabel(model), vendor: model.vendor, ports: model.ports, virtual: model.virtual });

/** The catalogue by name; everybody who sees devices sees it (DIR-02a). */
@Injectable()
export class ListModels {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, query: NameListQuery): Promise<Page<ModelView>> {
    return this.database.transaction(caller.scope, (tx) =>
      pageByName<ModelRow, ModelView>(tx, { select: 'select * from models', where: {}, itemOf: view }, query),
    );
  }

  async one(caller: Caller, id: string): Promise<ModelView> {
    const [row] = isId(id) ? await this.database.transaction(caller.scope, (tx) => tx.query<ModelRow>('select * from models where id = $1', [id])) : [];
    if (!row) throw notFound('device model');
    return view(row);
  }
}
