import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { modelLabel } from '../models/model.js';

/** What an import template offers to choose from (IMP-03), by name. */
export interface Supported {
  readonly models: string[];
  readonly sites: string[];
}

// Of several customers' sites of one name, one.
const SITES = `select min(name) as name from tenants where kind = 'site' and deleted_at is null group by name_key order by name_key`;

@Injectable()
export class FindSupported {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute({ scope }: Caller): Promise<Supported> {
    return this.database.transaction(scope, async (tx) => {
      const models = await tx.query<{ vendor: string; name: string }>('select vendor, name from models where deleted_at is null order by name_key');
      const sites = await tx.query<{ name: string }>(SITES);
      return { models: models.map(modelLabel), sites: sites.map(({ name }) => name) };
    });
  }
}
