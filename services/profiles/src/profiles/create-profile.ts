import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS, refusalOfTaken } from '@ringfleet/service-kit';
import { Directory, useTenant } from '@ringfleet/tenants';
import { profileOf, type ProfileView } from './list-profiles.js';
import { profileCreated } from './profile.events.js';
import { Profile } from './profile.js';

export interface CreateProfileCommand {
  readonly name: string;
  readonly modelIds: readonly string[];
  readonly shared?: boolean;
}

/** A profile belongs to who makes it: the provider, or the caller's reseller (DIR-02a). */
@Injectable()
export class CreateProfile {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  async execute(caller: Caller, { name, modelIds, shared = false }: CreateProfileCommand): Promise<ProfileView> {
    const at = this.ports.clock();
    const ownerResellerId = caller.scope.kind === 'reseller' ? caller.scope.resellerId : null;
    if (shared && ownerResellerId) throw new Refused(403, 'not_permitted', 'Only profiles of the provider are shared.');
    // A reseller made a moment ago must stand in the copy, or nobody could close it there.
    if (ownerResellerId) await this.directory.askTenantIfUnknown(ownerResellerId);
    const profile = new Profile({ id: newId(), name, ownerResellerId, shared, modelIds }, at);
    return this.database.transaction(caller.scope, async (tx) => {
      if (ownerResellerId) await useTenant(tx, ownerResellerId);
      tx.em.persist(profile);
      await tx.em.flush().catch((error: unknown) => {
        throw refusalOfTaken(error, { profiles_name: 'name' }) ?? error;
      });
      await tx.publish([profileCreated(profile, { by: caller, at })]);
      return profileOf(tx, caller, profile.id);
    });
  }
}
