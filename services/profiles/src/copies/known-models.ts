import { createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { ModelLookupService } from '@ringfleet/contracts';
import { Refused, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';

/** Which device models there are: a yes is the copy's, a no inventory's (design.md §1). */
@Injectable()
export class KnownModels {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Throws `Refused` 422 `unknown_model` naming each; a ConnectError while inventory cannot be reached. */
  async refuseUnknown(modelIds: readonly string[]): Promise<void> {
    const known = await this.database.transaction(SYSTEM, (tx) =>
      tx.query<{ id: string }>('select id from models where deleted_at is null and id = any($1::uuid[])', [modelIds]),
    );
    const missing = without(modelIds, known);
    if (missing.length === 0) return;
    const lookup = createClient(ModelLookupService, this.ports.addresses.transportTo('inventory'));
    const unknown = without(missing, (await lookup.findModels({ ids: missing })).models);
    if (unknown.length === 0) return;
    const errors = unknown.map((id) => ({ code: 'unknown_model', field: `modelIds[${modelIds.indexOf(id)}]`, message: 'There is no such device model.' }));
    throw new Refused(422, 'unknown_model', 'Choose device models of the catalogue.', { errors });
  }
}

const without = (ids: readonly string[], known: readonly { readonly id: string }[]): string[] => {
  const found = new Set(known.map(({ id }) => id));
  return ids.filter((id) => !found.has(id.toLowerCase()));
};
