import { type Client, createClient } from '@connectrpc/connect';
import { type ProfileChanged, ProfileLookupService, type TenantChanged, TenantLookupService } from '@ringfleet/contracts';
import { type Caller, type Clock, SYSTEM } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { copyProfiles, copyTenants, type Numbered } from '../tenants/tenant-copy.js';

/** References that the copies do not have, or do not allow, as questions to their owners. */
export interface Doubts {
  readonly tenantKeys: readonly string[];
  readonly tenantIds: readonly string[];
  readonly sites: readonly { readonly customerId: string; readonly nameKey: string }[];
  readonly profileKeys: readonly string[];
  readonly profileIds?: readonly string[];
}

/** Asks the owners of what inventory keeps copies of, and writes their answers into the copies: a "no" is theirs to say (design.md §1). */
@Injectable()
export class Owners {
  private readonly tenants: Client<typeof TenantLookupService>;
  private readonly profiles: Client<typeof ProfileLookupService>;
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.tenants = createClient(TenantLookupService, ports.addresses.transportTo('directory'));
    this.profiles = createClient(ProfileLookupService, ports.addresses.transportTo('profiles'));
    this.clock = ports.clock;
  }

  /** Whether the owners know any of it. Throws a ConnectError while one cannot be reached: the chunk waits, nothing is refused. */
  async ask(doubts: Doubts): Promise<boolean> {
    const [tenants, profiles] = await Promise.all([this.askDirectory(doubts), this.askProfiles(doubts)]);
    if (tenants.length + profiles.length === 0) return false;
    await this.database.transaction(SYSTEM, async (tx) => {
      await copyTenants(tx, tenants, this.clock());
      await copyProfiles(tx, profiles, this.clock());
    });
    return true;
  }

  /** What rests on permissions of customers: the caller's own, or those of all customers of the reseller (DIR-06). Whether directory knows any of them. */
  async askPermissions(scope: Caller['scope']): Promise<boolean> {
    if (scope.kind === 'provider') return false;
    const request = scope.kind === 'customer' ? { ids: [scope.customerId] } : { customersOf: [scope.resellerId] };
    const { tenants } = await this.tenants.findTenants(request);
    const known = tenants.flatMap(({ sequence, state }) => (state ? [{ sequence, state }] : []));
    if (known.length > 0) await this.database.transaction(SYSTEM, (tx) => copyTenants(tx, known, this.clock()));
    return known.length > 0;
  }

  private async askDirectory({ tenantKeys, tenantIds, sites }: Doubts): Promise<Numbered<TenantChanged>[]> {
    if (tenantKeys.length + tenantIds.length + sites.length === 0) return [];
    const { tenants } = await this.tenants.findTenants({ nameKeys: [...tenantKeys], ids: [...tenantIds], sites: [...sites] });
    return tenants.flatMap(({ sequence, state }) => (state ? [{ sequence, state }] : []));
  }

  private async askProfiles({ profileKeys, profileIds = [] }: Doubts): Promise<Numbered<ProfileChanged>[]> {
    if (profileKeys.length + profileIds.length === 0) return [];
    const { profiles } = await this.profiles.findProfiles({ nameKeys: [...profileKeys], ids: [...profileIds] });
    return profiles.flatMap(({ sequence, state }) => (state ? [{ sequence, state }] : []));
  }
}
