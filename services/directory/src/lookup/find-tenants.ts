import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type FindTenantsRequest, type FindTenantsResponse, FindTenantsResponseSchema, type TenantChanged } from '@ringfleet/contracts';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { customerState } from '../customers/customer.events.js';
import { Customer } from '../customers/customer.js';
import { providerState } from '../provider/provider.events.js';
import { Provider } from '../provider/provider.js';
import { resellerState } from '../resellers/reseller.events.js';
import { Reseller } from '../resellers/reseller.js';
import { siteState } from '../sites/site.events.js';
import { Site } from '../sites/site.js';

/** Answers other services that are about to refuse a name their copy of the tree does not have (design.md §1). */
@Injectable()
export class FindTenants {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute(request: FindTenantsRequest): Promise<FindTenantsResponse> {
    const ids = request.ids.filter(isId);
    const named = { $or: [{ id: { $in: ids } }, { nameKey: { $in: request.nameKeys } }] };
    return this.database.transaction(SYSTEM, async (tx) => {
      const resellers = await tx.em.find(Reseller, named);
      const customers = await tx.em.find(Customer, { $or: [...named.$or, { resellerId: { $in: request.customersOf.filter(isId) } }] });
      const providers = await tx.em.find(Provider, { id: { $in: ids } });
      const sites = await tx.em.find(Site, { id: { $in: [...ids, ...(await siteIds(tx, request))] } });
      const tenants = [
        ...providers.map((provider) => numbered(provider, providerState(provider))),
        ...resellers.map((reseller) => numbered(reseller, resellerState(reseller))),
        ...customers.map((customer) => numbered(customer, customerState(customer))),
        ...sites.map((site) => numbered(site, siteState(site))),
      ];
      return create(FindTenantsResponseSchema, { tenants });
    });
  }
}

const numbered = ({ version }: { readonly version: number }, state: TenantChanged): { sequence: bigint; state: TenantChanged } => ({
  sequence: BigInt(version),
  state,
});

async function siteIds(tx: Tx, { sites }: FindTenantsRequest): Promise<string[]> {
  const named = sites.filter(({ customerId }) => isId(customerId));
  const rows = await tx.query<{ id: string }>(
    'select id from sites join unnest($1::uuid[], $2::text[]) as wanted (customer_id, name_key) using (customer_id, name_key)',
    [named.map(({ customerId }) => customerId), named.map(({ nameKey }) => nameKey)],
  );
  return rows.map(({ id }) => id);
}
