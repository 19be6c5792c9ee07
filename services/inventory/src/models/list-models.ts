import { type Caller, decodeCursor, encodeCursor, isId, nameKey, notFound, type Page, Refused } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
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

const view = (model: Model): ModelView => ({ id: model.id, name: modelLabel(model), vendor: model.vendor, ports: model.ports, virtual: model.virtual });

/** The catalogue by name; everybody who sees devices sees it (DIR-02a). */
@Injectable()
export class ListModels {
  constructor(@Inject(Database) private readonly database: Database) {}

  async execute(caller: Caller, { limit, cursor, q }: { limit: number; cursor?: string | undefined; q?: string | undefined }): Promise<Page<ModelView>> {
    const [after] = cursor === undefined ? [''] : (decodeCursor(cursor) ?? []);
    if (typeof after !== 'string') throw new Refused(400, 'bad_cursor', 'The cursor is not one of this list; begin without it.');
    return this.database.transaction(caller.scope, async (tx) => {
      const found = 'from models where strpos(name_key, $1) > 0';
      const rows = await tx.query<Model & { key: string }>(`select *, name_key as key ${found} and name_key > $2 order by name_key limit $3`, [
        nameKey(q ?? ''),
        after,
        limit + 1,
      ]);
      const [count] = await tx.query<{ value: string }>(`select count(*) as value ${found}`, [nameKey(q ?? '')]);
      const page = rows.slice(0, limit);
      return {
        items: page.map(view),
        nextCursor: rows.length > limit ? encodeCursor([page.at(-1)?.key]) : null,
        total: { value: Number(count?.value ?? 0), exact: true },
      };
    });
  }

  async one(caller: Caller, id: string): Promise<ModelView> {
    const [row] = isId(id) ? await this.database.transaction(caller.scope, (tx) => tx.query<Model>('select * from models where id = $1', [id])) : [];
    if (!row) throw notFound('device model');
    return view(row);
  }
}
