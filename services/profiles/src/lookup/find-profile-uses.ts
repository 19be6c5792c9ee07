import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type FindProfileUsesRequest, type FindProfileUsesResponse, FindProfileUsesResponseSchema } from '@ringfleet/contracts';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { numbered } from '@ringfleet/copies';
import { copyTenants } from '@ringfleet/tenants';

const SHOWN = 20;
const USES = `
select id, name, count(*) over () as total from profiles where owner_reseller_id = any($1::uuid[]) order by name_key, id limit ${SHOWN}`;

/** Answers other services that are about to delete what profiles may refer to (design.md §1): after what they say of it stands in the copy, no profile begins to. */
@Injectable()
export class FindProfileUses {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  execute({ ids, tenants }: FindProfileUsesRequest): Promise<FindProfileUsesResponse> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await copyTenants(tx, numbered(tenants), this.ports.clock());
      const rows = await tx.query<{ id: string; name: string; total: string }>(USES, [ids.filter(isId)]);
      return create(FindProfileUsesResponseSchema, { total: BigInt(rows[0]?.total ?? 0), profiles: rows.map(({ id, name }) => ({ id, name })) });
    });
  }
}
