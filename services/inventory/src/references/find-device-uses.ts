import { create } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { DeviceUsesService, type FindDeviceUsesRequest, type FindDeviceUsesResponse, FindDeviceUsesResponseSchema } from '@ringfleet/contracts';
import { numbered } from '@ringfleet/copies';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyTenants } from '@ringfleet/tenants';
import { copyAccounts, copyProfiles } from '../tenants/copy.js';
import { PROFILE_FITS } from '../tenants/use-profiles.js';

const SHOWN = 20;

// By reference, so that each index serves.
const USES = `
with used as (
  select id from devices where managed_by = any($1) union select id from devices where customer_reseller_id = any($1)
  union select id from devices where customer_id = any($1) union select id from devices where site_id = any($1)
  union select id from devices where profile_id = any($1) union select device_id from ports where account_id = any($1)
  union select id from devices where profile_id = any($2) and not exists (
    select from profiles p where p.id = profile_id and ${PROFILE_FITS})
)
select d.id, d.name, count(*) over () as total from devices d join used using (id) order by d.name_key limit ${SHOWN}`;

/**
 * Answers other services that are about to delete what devices may refer to (design.md §1). What they say of it is written into the copies first, which waits for who
 * is just using it; so that after the answer nobody begins to.
 */
@Injectable()
export class FindDeviceUses {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  execute(request: FindDeviceUsesRequest): Promise<FindDeviceUsesResponse> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await copyTenants(tx, numbered(request.tenants), this.ports.clock());
      await copyAccounts(tx, numbered(request.accounts), this.ports.clock());
      const profiles = numbered(request.profiles);
      await copyProfiles(tx, profiles, this.ports.clock());
      const ids = [request.ids, profiles.map(({ state }) => state.id)].map((each) => each.filter(isId));
      const rows = await tx.query<{ id: string; name: string; total: string }>(USES, ids);
      return create(FindDeviceUsesResponseSchema, { total: BigInt(rows[0]?.total ?? 0), devices: rows.map(({ id, name }) => ({ id, name })) });
    });
  }
}

/** The service's queries as Connect routes. */
export const deviceQueries =
  (findDeviceUses: FindDeviceUses) =>
  (router: ConnectRouter): void => {
    router.service(DeviceUsesService, { findDeviceUses: (request) => findDeviceUses.execute(request) });
  };
