import { type Client, createClient } from '@connectrpc/connect';
import { ProfileLookupService, TenantLookupService } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { numbered } from '@ringfleet/copies';
import { Directory } from '@ringfleet/tenants';
import { copyAccounts, copyProfiles } from '../tenants/copy.js';

/** References that the copies do not have, or do not allow, as questions to their owners. */
export interface Doubts {
  readonly tenantKeys: readonly string[];
  readonly tenantIds: readonly string[];
  readonly sites: readonly { readonly customerId: string; readonly nameKey: string }[];
  readonly profileKeys: readonly string[];
  readonly profileIds?: readonly string[];
  readonly accountIds?: readonly string[];
}

export const NOTHING: Doubts = { tenantKeys: [], tenantIds: [], sites: [], profileKeys: [] };

/** Asks the owners of what inventory keeps copies of, and writes their answers into the copies: a "no" is theirs to say (design.md §1). */
@Injectable()
export class Owners {
  private readonly profiles: Client<typeof ProfileLookupService>;
  private readonly accounts: Client<typeof TenantLookupService>;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {
    this.profiles = createClient(ProfileLookupService, ports.addresses.transportTo('profiles'));
    this.accounts = createClient(TenantLookupService, ports.addresses.transportTo('directory'));
  }

  /** Whether the owners know any of it. Throws a ConnectError while one cannot be reached: the chunk waits, nothing is refused. */
  async ask(doubts: Doubts): Promise<boolean> {
    const known = await Promise.all([this.askDirectory(doubts), this.askProfiles(doubts), this.askAccounts(doubts)]);
    return known.includes(true);
  }

  private async askDirectory({ tenantKeys, tenantIds, sites }: Doubts): Promise<boolean> {
    if (tenantKeys.length + tenantIds.length + sites.length === 0) return false;
    return this.directory.askTenants({ nameKeys: [...tenantKeys], ids: [...tenantIds], sites: [...sites] });
  }

  private async askProfiles({ profileKeys, profileIds = [] }: Doubts): Promise<boolean> {
    if (profileKeys.length + profileIds.length === 0) return false;
    const profiles = numbered((await this.profiles.findProfiles({ nameKeys: [...profileKeys], ids: [...profileIds] })).profiles);
    if (profiles.length > 0) await this.database.transaction(SYSTEM, (tx) => copyProfiles(tx, profiles, this.ports.clock()));
    return profiles.length > 0;
  }

  private async askAccounts({ accountIds = [] }: Doubts): Promise<boolean> {
    if (accountIds.length === 0) return false;
    const accounts = numbered((await this.accounts.findAccounts({ ids: [...accountIds] })).accounts);
    if (accounts.length > 0) await this.database.transaction(SYSTEM, (tx) => copyAccounts(tx, accounts, this.ports.clock()));
    return accounts.length > 0;
  }
}
