import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { JobLoop, type Ports, PORTS } from '@ringfleet/service-kit';
import { type Notify, type Registrar, REGISTRAR } from '../registrar/registrar.js';
import { type ControlSettings, settingsOf } from '../settings.js';
import { cancelRevoked } from './cancel-revoked.js';
import { SettleOperations } from './settle-operations.js';
import { takeTurns } from './take-turns.js';

const LOOK_MS = 200;

/** Carries operations out, in the instance that follows the registrar: so much a second and no more, of the registrar and of each site. */
@Injectable()
export class RunOperations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private readonly settings: ControlSettings;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
    @Inject(SettleOperations) private readonly settle: SettleOperations,
  ) {
    this.settings = settingsOf(ports.settings);
    this.loop = new JobLoop({ name: 'operations', log: ports.log, restMs: LOOK_MS, round: () => this.round() });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  wake(): void {
    this.loop.wake();
  }

  private async round(): Promise<boolean> {
    if (!this.registrar?.isFollowed) return false;
    const isAny = await this.settle.execute();
    if (isAny) await this.tell(await this.due());
    return false;
  }

  private due(): Promise<readonly Notify[]> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await cancelRevoked(tx, this.ports.clock());
      return takeTurns(tx, this.settings);
    });
  }

  private async tell(due: readonly Notify[]): Promise<void> {
    const { sent = [], unsent = [] } = Object.groupBy(due, (command) => (this.registrar?.notify(command) === true ? 'sent' : 'unsent'));
    if (sent.length > 0) await this.settle.sent(sent.map(({ id }) => id));
    if (unsent.length > 0) await this.settle.notSent(unsent.map(({ id }) => id));
  }
}
