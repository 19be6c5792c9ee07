import { Inject, Injectable } from '@nestjs/common';
import { type Caller, decideSection, type Need, Refused, type Standing } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Directory } from './directory.js';
import { standingOf } from './standing.js';

/** Whether a caller has the devices section: devices, imports, exports, batches and reports (DIR-06). A "no" of the copies is confirmed by directory first (design.md §1). */
@Injectable()
export class DevicesSection {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  /** Throws `Refused` 401 `revoked`, 403 `section_absent` (DIR-06), or `not_permitted` where it may only look (DIR-04). */
  async require(caller: Caller, need: Need): Promise<Standing> {
    const standing = await this.standingOf(caller, need);
    const access = decideSection(caller, standing, need);
    if (access.allowed) return standing;
    if (standing === 'gone') throw new Refused(401, 'revoked', access.reason);
    throw new Refused(403, standing === 'none' ? 'section_absent' : 'not_permitted', access.reason);
  }

  async standingOf(caller: Pick<Caller, 'id' | 'scope'>, need: Need = 'modify'): Promise<Standing> {
    const read = (): Promise<Standing> => this.database.transaction(caller.scope, (tx) => standingOf(tx, caller));
    const standing = await read();
    if (standing === 'modify' || standing === need || standing === 'gone') return standing;
    return (await this.directory.askStanding(caller)) ? read() : standing;
  }
}
