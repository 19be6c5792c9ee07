import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { Owners } from '../imports/owners.js';
import { decideSection, type Need } from './decide-access.js';
import { type Standing, standingOf } from './standing.js';

/** Whether a caller has the devices section. A "no" of the copies is confirmed by directory first (design.md §1). */
@Injectable()
export class DevicesSection {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Owners) private readonly owners: Owners,
  ) {}

  /** Throws `Refused` 403 `section_absent` (DIR-06), or `not_permitted` where it may only look (DIR-04). */
  async require(caller: Caller, need: Need): Promise<Standing> {
    const standing = await this.standingOf(caller, need);
    const access = decideSection(caller, standing, need);
    if (!access.allowed) throw new Refused(403, standing === 'none' ? 'section_absent' : 'not_permitted', access.reason);
    return standing;
  }

  async standingOf(caller: Pick<Caller, 'id' | 'scope'>, need: Need = 'modify'): Promise<Standing> {
    const read = (): Promise<Standing> => this.database.transaction(caller.scope, (tx) => standingOf(tx, caller));
    const standing = await read();
    if (standing === 'modify' || standing === need) return standing;
    return (await this.owners.askPermissions(caller.scope)) ? read() : standing;
  }
}
