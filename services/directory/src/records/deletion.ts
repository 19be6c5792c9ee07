import { Inject, Injectable } from '@nestjs/common';
import type { Author } from '@ringfleet/contracts';
import { type Caller, notFound, Refused, type Scope } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { close, reopen } from './closing.js';
import type { Deletable } from './deletable.js';
import { found, type Wanted } from './found.js';
import { erase, save } from './save.js';
import { type CopiedState, refuseUses, type UsedBy, Uses } from './uses.js';

/** A deletion under way: the record is closing. */
export interface Closing {
  readonly id: string;
  /** Of the state that says so; where the record has another one by now, somebody else has ended this. */
  readonly version: number;
  readonly state: CopiedState;
}

/** For whom it is done, and under whose name. */
export interface Acting {
  readonly scope: Scope;
  readonly by: Author['by'];
}

/**
 * Deletes what others may use (design.md §1): its users are asked; it is closed, so that nobody begins to use it; they are asked again, once their copies have that;
 * then it is deleted, or opened again. What a crash leaves closing is ended by `FinishDeletions`.
 */
@Injectable()
export class Deletion {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Uses) private readonly uses: Uses,
  ) {}

  /** Throws `Refused` 404, 428, 412, 409 `in_use` with all that uses it; a ConnectError while a service that may use it cannot be reached. */
  async execute(caller: Caller, kind: Deletable, wanted: Wanted): Promise<void> {
    refuseUses([...(await this.usesHere(caller, kind, wanted)), ...(await this.uses.elsewhere(kind.table, wanted.id))]);
    const acting = { scope: caller.scope, by: caller };
    const usedBy = await this.end(acting, kind, await this.close(caller, kind, wanted));
    if (!usedBy) throw notFound(kind.what);
    refuseUses(usedBy);
  }

  /** Goes on from where the record is closing; what uses it, where it was opened again for that; undefined where somebody else was faster. */
  async end({ scope, by }: Acting, kind: Deletable, { id, version, state }: Closing): Promise<readonly UsedBy[] | undefined> {
    const elsewhere = await this.uses.elsewhere(kind.table, id, { sequence: BigInt(version), state });
    return this.database.transaction(scope, async (tx) => {
      const record = await kind.find(tx, id);
      if (!record) return undefined;
      if (record.version !== version) throw new Refused(409, 'changed_meanwhile', 'Somebody else was about to delete it too: look at it again.');
      const author = { by, at: this.ports.clock() };
      const usedBy = [...(await this.uses.here(tx, id, kind.referring)), ...elsewhere];
      if (usedBy.length > 0) {
        reopen(record);
        await save(tx, record, ...kind.changed(record, ['closing'], author));
        return usedBy;
      }
      await kind.takeAlong?.(tx, record);
      await erase(tx, record, ...kind.deleted(record, author));
      return [];
    });
  }

  private usesHere({ scope }: Caller, kind: Deletable, wanted: Wanted): Promise<UsedBy[]> {
    return this.database.transaction(scope, async (tx) => {
      const { id } = found(await kind.find(tx, wanted.id), kind.what, wanted);
      return this.uses.here(tx, id, kind.referring);
    });
  }

  /** One that is closing already goes on as it is: whoever asked before was interrupted, or is as far. */
  private close(caller: Caller, kind: Deletable, wanted: Wanted): Promise<Closing> {
    return this.database.transaction(caller.scope, async (tx) => {
      const record = await kind.find(tx, wanted.id);
      if (!record) throw notFound(kind.what);
      if (record.closingSince === null) await this.closeOpen(tx, caller, kind, { record, wanted });
      return { id: record.id, version: record.version, state: kind.stateOf(record) };
    });
  }

  private async closeOpen(tx: Tx, by: Caller, kind: Deletable, { record, wanted }: Opened): Promise<void> {
    requireIfMatch(wanted.ifMatch, record.version);
    const at = this.ports.clock();
    close(record, by, at);
    await save(tx, record, ...kind.changed(record, ['closing'], { by, at }));
  }
}

interface Opened {
  readonly record: NonNullable<Awaited<ReturnType<Deletable['find']>>>;
  readonly wanted: Wanted;
}
