import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS, refusalOfTaken } from '@ringfleet/service-kit';
import { Directory, useTenant } from '@ringfleet/tenants';
import { KnownModels } from '../copies/known-models.js';
import { Family } from '../versions/family.js';
import { profileOf, type ProfileView } from './list-profiles.js';
import { useParent } from './parent.js';
import { profileCreated } from './profile.events.js';
import { Profile } from './profile.js';

export interface CreateProfileCommand {
  readonly name: string;
  readonly modelIds: readonly string[];
  readonly shared?: boolean;
  readonly parentId?: string | null;
}

/** A profile belongs to who makes it: the provider, or the caller's reseller (DIR-02a). */
@Injectable()
export class CreateProfile {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(KnownModels) private readonly models: KnownModels,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  /** Throws `Refused` 403; 409 `name_not_unique`, `being_deleted`; 422 `unknown_model`, and as `useParent`. */
  async execute(caller: Caller, command: CreateProfileCommand, key: string | undefined): Promise<ProfileView> {
    const { name, modelIds, shared = false, parentId = null } = command;
    const at = this.ports.clock();
    const ownerResellerId = caller.scope.kind === 'reseller' ? caller.scope.resellerId : null;
    if (shared) refuseSharing(ownerResellerId);
    await this.models.refuseUnknown(modelIds);
    // A reseller made a moment ago must stand in the copy, or nobody could close it there.
    if (ownerResellerId) await this.directory.askTenantIfUnknown(ownerResellerId);
    const profile = new Profile({ id: newId(), name, ownerResellerId, shared, modelIds, parentId }, at);
    return this.once.run({ caller, path: '/api/v1/profiles', key, body: command }, async (tx) => {
      if (ownerResellerId) await useTenant(tx, ownerResellerId);
      if (parentId !== null) await Family.hold(tx);
      tx.em.persist(profile);
      await flushNamed(tx.em);
      await useParent(tx, profile);
      await tx.publish([profileCreated(profile, { by: caller, at })]);
      return profileOf(tx, caller, profile.id);
    });
  }
}

export function refuseSharing(ownerResellerId: string | null): void {
  if (ownerResellerId !== null) throw new Refused(403, 'not_permitted', 'Only profiles of the provider are shared.');
}

/** Throws `Refused` 409 `name_not_unique`. */
export async function flushNamed(em: { flush(): Promise<void> }): Promise<void> {
  await em.flush().catch((error: unknown) => {
    throw refusalOfTaken(error, { profiles_name: 'name' }) ?? unknownParent(error);
  });
}

/** The foreign key's no: there is no such profile. */
function unknownParent(error: unknown): unknown {
  if (!(error instanceof Error) || !('constraint' in error) || error.constraint !== 'profiles_parent_id_fkey') return error;
  const message = 'There is no such profile of the same owner, nor one that is shared with it.';
  return new Refused(422, 'unknown_profile', message, { errors: [{ code: 'unknown_profile', field: 'parentId', message }] });
}
