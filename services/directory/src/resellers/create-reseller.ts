import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { saveNew } from '../records/save.js';
import { resellerOf, type ResellerView } from './list-resellers.js';
import { Reseller } from './reseller.js';

export interface CreateResellerCommand {
  readonly name: string;
  /** Absent: off. */
  readonly lineStatesReport?: boolean;
}

@Injectable()
export class CreateReseller {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute(tx: Tx, caller: Caller, { name, lineStatesReport = false }: CreateResellerCommand): Promise<ResellerView> {
    const at = this.ports.clock();
    const reseller = new Reseller(newId(), name, at);
    reseller.lineStatesReport = lineStatesReport;
    await saveNew(tx, reseller, { by: caller, at });
    return resellerOf(tx, reseller.id);
  }
}
