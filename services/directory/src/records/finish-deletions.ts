import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { accountDeletion } from '../accounts/delete-account.js';
import { customerDeletion } from '../customers/delete-customer.js';
import { resellerDeletion } from '../resellers/delete-reseller.js';
import { siteDeletion } from '../sites/delete-site.js';
import type { Deletable } from './deletable.js';
import { Deletion } from './deletion.js';

const KINDS: readonly Deletable[] = [accountDeletion, siteDeletion, customerDeletion, resellerDeletion];
const LOOKS_EVERY_MS = 10_000;
// Longer than a deletion that nothing interrupts.
const LEFT_ALONE_MS = 30_000;

/** Ends deletions that a crash, or a service that did not answer, has left half done. Any number of instances may try at once. */
@Injectable()
export class FinishDeletions implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Deletion) private readonly deletion: Deletion,
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
    for (const kind of KINDS) {
      for (const id of await this.leftOver(kind)) await this.finish(kind, id).catch(this.warn);
    }
  }

  /** It is tried again. */
  private readonly warn = (error: unknown): void => this.ports.log.warn({ err: error }, 'a deletion could not be finished yet');

  private leftOver({ table }: Deletable): Promise<string[]> {
    const before = new Date(this.ports.clock().getTime() - LEFT_ALONE_MS);
    return this.database.transaction(SYSTEM, async (tx) => {
      const rows = await tx.query<{ id: string }>(`select id from ${table} where closing_since < $1 order by closing_since`, [before]);
      return rows.map(({ id }) => id);
    });
  }

  private async finish(kind: Deletable, id: string): Promise<void> {
    const closing = await this.database.transaction(SYSTEM, async (tx) => {
      const record = await kind.find(tx, id);
      if (!record?.closingSince) return undefined;
      const by = record.closingById === null ? null : { id: record.closingById, name: record.closingByName ?? '' };
      return { id, version: record.version, state: kind.stateOf(record), by };
    });
    if (closing) await this.deletion.end({ scope: SYSTEM, by: closing.by }, kind, closing);
  }
}
