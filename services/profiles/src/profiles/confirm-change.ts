import { LockMode } from '@mikro-orm/core';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { flushNamed } from './create-profile.js';
import type { Acting, Closing } from './delete-profile.js';
import { DeviceUses, type ProfileUsers } from './device-uses.js';
import { profileChanged } from './profile.events.js';
import { Profile, type ProfileSettings } from './profile.js';

/** Ends a change by which something was taken back of a profile (design.md §1): it stays only if no device rests on that. */
@Injectable()
export class ConfirmChange {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(DeviceUses) private readonly uses: DeviceUses,
  ) {}

  /**
   * inventory takes note of what was taken back, and then says which devices rest on it, which are returned: for these, and where it does not answer, it is given back.
   * @param given what of the settings before is given back
   */
  async execute(
    { scope, by }: Acting,
    { id, version, state }: Closing,
    given: (before: ProfileSettings) => Partial<ProfileSettings>,
  ): Promise<readonly ProfileUsers[]> {
    const uses = await this.uses.ofState({ sequence: BigInt(version), state }).catch((error: unknown) => ({ error }));
    const isFree = Array.isArray(uses) && uses.length === 0;
    await this.database.transaction(scope, async (tx) => {
      const profile = await tx.em.findOne(Profile, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      // Somebody else was faster.
      if (profile?.version !== version || !profile.takenBack) return;
      const at = this.ports.clock();
      const before = profile.takenBack.settings;
      profile.confirm();
      const fields = isFree ? [] : profile.change({ ...profile.settings(), ...given(before) }, at);
      await flushNamed(tx.em);
      if (fields.length > 0) await tx.publish([profileChanged(profile, { by, at }, fields)]);
    });
    if ('error' in uses) throw uses.error;
    return uses;
  }
}
