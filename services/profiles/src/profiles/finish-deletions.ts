import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { LeftOverDeletions, type Ports, PORTS } from '@ringfleet/service-kit';
import { type Acting, type Closing, DeleteProfile } from './delete-profile.js';
import { profileState } from './profile.events.js';
import { Profile } from './profile.js';

/** Ends deletions of profiles that were left half done. */
@Injectable()
export class FinishDeletions implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leftOver: LeftOverDeletions<readonly [Acting, Closing]>;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) ports: Ports,
    @Inject(DeleteProfile) deletion: DeleteProfile,
  ) {
    this.leftOver = new LeftOverDeletions({
      ports,
      leftSince: (before) => this.leftSince(before),
      finish: ([acting, closing]) => deletion.end(acting, closing),
    });
  }

  onApplicationBootstrap(): void {
    this.leftOver.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leftOver.stop();
  }

  private leftSince(before: Date): Promise<(readonly [Acting, Closing])[]> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const profiles = await tx.em.find(Profile, { closingSince: { $lt: before } });
      return profiles.map((profile) => {
        const by = profile.closingById === null ? null : { id: profile.closingById, name: profile.closingByName ?? '' };
        return [
          { scope: SYSTEM, by },
          { id: profile.id, version: profile.version, state: profileState(profile) },
        ] as const;
      });
    });
  }
}
