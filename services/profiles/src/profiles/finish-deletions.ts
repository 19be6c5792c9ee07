import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { DeleteProfile } from './delete-profile.js';
import { profileState } from './profile.events.js';
import { Profile } from './profile.js';

const LOOKS_EVERY_MS = 10_000;
// Longer than a deletion that nothing interrupts.
const LEFT_ALONE_MS = 30_000;

/** Ends deletions that a crash, or an inventory that did not answer, has left half done. Any number of instances may try at once. */
@Injectable()
export class FinishDeletions implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(DeleteProfile) private readonly deletion: DeleteProfile,
  ) {}

  onApplicationBootstrap(): void {
    const look = (): void => void this.execute().catch(this.warn);
    look();
    this.timer = setInterval(look, LOOKS_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  async execute(): Promise<void> {
    const before = new Date(this.ports.clock().getTime() - LEFT_ALONE_MS);
    const left = await this.database.transaction(SYSTEM, async (tx) => {
      const profiles = await tx.em.find(Profile, { closingSince: { $lt: before } });
      return profiles.map((profile) => ({
        closing: { id: profile.id, version: profile.version, state: profileState(profile) },
        by: profile.closingById === null ? null : { id: profile.closingById, name: profile.closingByName ?? '' },
      }));
    });
    for (const { closing, by } of left) await this.deletion.end({ scope: SYSTEM, by }, closing).catch(this.warn);
  }

  /** It is tried again. */
  private readonly warn = (error: unknown): void => this.ports.log.warn({ err: error }, 'a deletion could not be finished yet');
}
