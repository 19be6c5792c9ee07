import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { LeftOvers, type Ports, PORTS } from '@ringfleet/service-kit';
import { accountDeletion } from '../accounts/delete-account.js';
import { customerDeletion } from '../customers/delete-customer.js';
import { resellerDeletion } from '../resellers/delete-reseller.js';
import { siteDeletion } from '../sites/delete-site.js';
import type { Deletable } from './deletable.js';
import { Deletion } from './deletion.js';

const KINDS: readonly Deletable[] = [accountDeletion, siteDeletion, customerDeletion, resellerDeletion];

interface Left {
  readonly kind: Deletable;
  readonly id: string;
}

/** Ends deletions of the tree's records that were left half done. */
@Injectable()
export class FinishDeletions implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly leftOver: LeftOvers<Left>;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) ports: Ports,
    @Inject(Deletion) private readonly deletion: Deletion,
  ) {
    this.leftOver = new LeftOvers({ ports, leftSince: (before) => this.leftSince(before), finish: (left) => this.finish(left) });
  }

  onApplicationBootstrap(): void {
    this.leftOver.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.leftOver.stop();
  }

  private leftSince(before: Date): Promise<Left[]> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const left: Left[] = [];
      for (const kind of KINDS) {
        const rows = await tx.query<{ id: string }>(`select id from ${kind.table} where closing_since < $1 order by closing_since`, [before]);
        left.push(...rows.map(({ id }) => ({ kind, id })));
      }
      return left;
    });
  }

  private async finish({ kind, id }: Left): Promise<void> {
    const closing = await this.database.transaction(SYSTEM, async (tx) => {
      const record = await kind.find(tx, id);
      if (!record?.closingSince) return undefined;
      const by = record.closingById === null ? null : { id: record.closingById, name: record.closingByName ?? '' };
      return { id, version: record.version, state: kind.stateOf(record), by };
    });
    if (closing) await this.deletion.end({ scope: SYSTEM, by: closing.by }, kind, closing);
  }
}
