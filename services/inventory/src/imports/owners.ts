import { type Client, createClient } from '@connectrpc/connect';
import { ProfileLookupService } from '@ringfleet/contracts';
import { SYSTEM } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Directory, numbered } from '@ringfleet/tenants';
import { copyProfiles } from '../tenants/copy.js';

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
  private readonly profiles: Client<typeof ProfileLookupService>;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {
    this.profiles = createClient(ProfileLookupService, ports.addresses.transportTo('profiles'));
  }

  /** Whether the owners know any of it. Throws a ConnectError while one cannot be reached: the chunk waits, nothing is refused. */
  async ask(doubts: Doubts): Promise<boolean> {
    const known = await Promise.all([this.askDirectory(doubts), this.askProfiles(doubts)]);
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
}
