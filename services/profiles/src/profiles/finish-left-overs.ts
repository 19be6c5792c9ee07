import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { LeftOvers, type Ports, PORTS } from '@ringfleet/service-kit';
import { ConfirmChange } from './confirm-change.js';
import { type Acting, type Closing, DeleteProfile } from './delete-profile.js';
import { profileState } from './profile.events.js';
import { Profile } from './profile.js';

/** Ends deletions of profiles, and changes by which something was taken back, that were left half done. */
@Injectable()
export class FinishLeftOvers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leftOvers: LeftOvers<() => Promise<unknown>>;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) ports: Ports,
    @Inject(DeleteProfile) private readonly deletion: DeleteProfile,
    @Inject(ConfirmChange) private readonly confirmation: ConfirmChange,
  ) {
    this.leftOvers = new LeftOvers({ ports, leftSince: (before) => this.leftSince(before), finish: (end) => end() });
  }

  onApplicationBootstrap(): void {
    this.leftOvers.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leftOvers.stop();
  }

  private leftSince(before: Date): Promise<(() => Promise<unknown>)[]> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const closing = await tx.em.find(Profile, { closingSince: { $lt: before } });
      const changing = await tx.em.find(Profile, { takenBackSince: { $lt: before } });
      return [
        ...closing.map((profile) => {
          const by = profile.closingById === null ? null : { id: profile.closingById, name: profile.closingByName ?? '' };
          return () => this.deletion.end(as(by), stateOf(profile));
        }),
        // Its name and parent may be another's by now, or gone: they stay as they were changed.
        ...changing.map((profile) => () => {
          const acting = as(profile.takenBack?.by ?? null);
          return this.confirmation.execute(acting, stateOf(profile), ({ shared, modelIds }) => ({ shared, modelIds }));
        }),
      ];
    });
  }
}

const as = (by: Acting['by']): Acting => ({ scope: SYSTEM, by });
const stateOf = (profile: Profile): Closing => ({ id: profile.id, version: profile.version, state: profileState(profile) });
