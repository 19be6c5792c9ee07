import { type Client, createClient } from '@connectrpc/connect';
import { Inject, Injectable } from '@nestjs/common';
import { type FindTenantsRequestSchema, TenantLookupService } from '@ringfleet/contracts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { numbered } from '@ringfleet/copies';
import { type Caller, isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyTenants, copyUsers } from './tenant-copy.js';

/** Asks directory and writes its answers into the copies: a "no" is its to say (design.md §1). Each throws a ConnectError while directory cannot be reached. */
@Injectable()
export class Directory {
  private readonly lookup: Client<typeof TenantLookupService>;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.lookup = createClient(TenantLookupService, ports.addresses.transportTo('directory'));
  }

  /** Whether directory knows any of them. */
  async askTenants(request: MessageInitShape<typeof FindTenantsRequestSchema>): Promise<boolean> {
    const tenants = numbered((await this.lookup.findTenants(request)).tenants);
    if (tenants.length > 0) await this.database.transaction(SYSTEM, (tx) => copyTenants(tx, tenants, this.ports.clock()));
    return tenants.length > 0;
  }

  /** So that a tenant made a moment ago stands in the copy. */
  async askTenantIfUnknown(id: string): Promise<void> {
    const known = await this.database.transaction(SYSTEM, (tx) => tx.query('select from tenants where id = $1', [id]));
    if (known.length === 0) await this.askTenants({ ids: [id] });
  }

  /** What a caller's standing rests on: itself, and its customer, or its reseller with all of that one's customers (DIR-06). Whether directory knows any of it. */
  async askStanding({ id, scope }: Pick<Caller, 'id' | 'scope'>): Promise<boolean> {
    const known = isId(id) && scope.kind === 'customer' && (await this.askUser(id));
    if (scope.kind === 'provider') return known;
    const request = scope.kind === 'customer' ? { ids: [scope.customerId] } : { ids: [scope.resellerId], customersOf: [scope.resellerId] };
    return (await this.askTenants(request)) || known;
  }

  /** Whether directory knows the user or key. */
  async askUser(id: string): Promise<boolean> {
    const users = numbered((await this.lookup.findUsers({ ids: [id] })).users);
    if (users.length > 0) await this.database.transaction(SYSTEM, (tx) => copyUsers(tx, users, this.ports.clock()));
    return users.length > 0;
  }
}
