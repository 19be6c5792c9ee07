import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, notFound, Refused } from '@ringfleet/kernel';
import { Database, type Statement, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { dropModel, type KeptModel, MODELS } from './model-facts.js';
import { isShipped } from './ship-models.js';

const SHOWN = 20;
const USES = {
  device: 'select id, name, name_key from devices where model_id = $1',
  profile: 'select id, name, name_key from profiles where deleted_at is null and $1 = any(model_ids)',
  site: `select id, name, name_key from tenants where kind = 'site' and deleted_at is null and $1 = any(approved_model_ids)`,
} as const;
const WORDS = { device: 'devices', profile: 'CPE profiles', site: 'sites that approve it' } as const;

/** Records of one kind that refer to the model: how many, and the first of them by name. */
interface UsedBy {
  readonly kind: keyof typeof USES;
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly name: string }[];
}

/** A model that the provider added and that nothing uses goes out of the catalogue (INV-13); what devices of earlier times were can still be read. */
@Injectable()
export class DeleteModel {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Throws `Refused` 404, 412, 428; 409 `model_shipped`, and `in_use` with all that uses it. */
  execute(caller: Caller, { id, ifMatch }: { readonly id: string; readonly ifMatch: string | undefined }): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      const [model] = isId(id) ? await tx.query<KeptModel>(`${MODELS} where id = $1 for update`, [id]) : [];
      if (!model) throw notFound('device model');
      requireIfMatch(ifMatch, model.version);
      if (isShipped(id)) throw new Refused(409, 'model_shipped', 'This model comes with Ringfleet and would be back at the next start.');
      await refuseIfUsed(tx, id);
      await dropModel(tx, model, { by: caller, at: this.ports.clock() });
    });
  }
}

/** Of profiles and sites what the copies know: one that begins to name the model in this very moment keeps an id that means nothing any more. */
async function refuseIfUsed(tx: Tx, id: string): Promise<void> {
  const usedBy: UsedBy[] = [];
  for (const kind of ['device', 'profile', 'site'] as const) {
    const rows = await tx.query<{ id: string; name: string; total: number }>(
      `select id, name, (count(*) over ())::int as total from (${USES[kind]}) uses order by name_key, id limit ${SHOWN}`,
      [id],
    );
    const [first] = rows;
    if (first) usedBy.push({ kind, total: first.total, items: rows.map(({ id: user, name }) => ({ id: user, name })) });
  }
  if (usedBy.length === 0) return;
  const words = usedBy.map(({ kind, total }) => `${WORDS[kind]}: ${total}`).join(', ');
  throw new Refused(409, 'in_use', `It is in use (${words}). Delete or change what uses it first.`, { extra: { usedBy } });
}

/** Until the transaction ends nobody deletes the models, of which devices become; where one is gone already, what was judged by it is judged again. */
export const useModels = (ids: readonly string[]): Statement => ({
  sql: `with used as (select deleted_at is not null as gone from models where id = any($1::uuid[]) order by id for share)
    select must_be(count(*) filter (where gone), 0) from used`,
  params: [ids],
});
