import { LockMode } from '@mikro-orm/core';
import { Inject, Injectable } from '@nestjs/common';
import type { Author, ProfileChanged } from '@ringfleet/contracts';
import type { Caller, Scope } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { owned, refuseWhileTakenBack, type Wanted } from './changeable.js';
import { DeviceUses, type ProfileUsers, refuseUses } from './device-uses.js';
import { heirsOf } from './heirs.js';
import { profileChanged, profileDeleted, profileState } from './profile.events.js';
import { Profile } from './profile.js';

/** A profile that is closing, or of which something is being taken back. */
export interface Closing {
  readonly id: string;
  readonly version: number;
  readonly state: ProfileChanged;
}

/** For whom it is done, and under whose name. */
export interface Acting {
  readonly scope: Scope;
  readonly by: Author['by'];
}

/** Deletes a profile that nothing uses (design.md §1): what uses it is asked for, it is closed, asked for again, and deleted or opened again. */
@Injectable()
export class DeleteProfile {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(DeviceUses) private readonly uses: DeviceUses,
  ) {}

  /** What uses it: devices and profiles that inherit from it. Throws `Refused` 403, 404. */
  async usesOf(caller: Caller, id: string): Promise<readonly ProfileUsers[]> {
    const heirs = await this.database.transaction(caller.scope, async (tx) => heirsOf(tx, (await owned(tx, caller, id)).id, { sharedWith: false }));
    return [...(await this.uses.of(id)), ...heirs];
  }

  /** Throws `Refused` 403, 404, 412, 428; 409 `changed_meanwhile`, `in_use` with all that uses it; a ConnectError while inventory cannot be reached. */
  async execute(caller: Caller, wanted: Wanted): Promise<void> {
    await this.database.transaction(caller.scope, async (tx) => requireIfMatch(wanted.ifMatch, (await owned(tx, caller, wanted.id)).version));
    refuseUses(await this.usesOf(caller, wanted.id));
    const closing = await this.database.transaction(caller.scope, (tx) => this.close(tx, caller, wanted));
    refuseUses(await this.end({ scope: caller.scope, by: caller }, closing));
  }

  /** One that is closing already goes on as it is: whoever asked before was interrupted, or is as far. */
  private async close(tx: Tx, caller: Caller, { id, ifMatch }: Wanted): Promise<Closing> {
    const profile = await owned(tx, caller, id);
    refuseWhileTakenBack(profile);
    if (profile.closingSince === null) {
      requireIfMatch(ifMatch, profile.version);
      const at = this.ports.clock();
      profile.close(caller, at);
      await tx.em.flush();
      await tx.publish([profileChanged(profile, { by: caller, at }, ['closing'])]);
    }
    return { id, version: profile.version, state: profileState(profile) };
  }

  /** Goes on from where it is closing; what uses it, where it was opened again for that. */
  async end({ scope, by }: Acting, { id, version, state }: Closing): Promise<readonly ProfileUsers[]> {
    const devices = await this.uses.ofState({ sequence: BigInt(version), state });
    return this.database.transaction(scope, async (tx) => {
      const profile = await tx.em.findOne(Profile, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      // Somebody else was faster.
      if (profile?.version !== version) return [];
      const author = { by, at: this.ports.clock() };
      const uses = [...devices, ...(await heirsOf(tx, id, { sharedWith: false }))];
      if (uses.length > 0) {
        profile.reopen();
        await tx.em.flush();
        await tx.publish([profileChanged(profile, author, ['closing'])]);
        return uses;
      }
      await leavePublished(tx, id);
      tx.em.remove(profile);
      await tx.em.flush();
      await tx.publish(profileDeleted(profile, author));
      return [];
    });
  }
}

/** By its published templates it is told why phones got what they got (PRV-11). Its drafts and secrets go with it. */
async function leavePublished(tx: Tx, id: string): Promise<void> {
  await tx.query('delete from profile_versions where profile_id = $1 and published_at is null', [id]);
  await tx.query(
    `update profile_versions set content = jsonb_build_object('variables', '[]'::jsonb, 'values', '{}'::jsonb, 'templates', content->'templates')
     where profile_id = $1`,
    [id],
  );
}
