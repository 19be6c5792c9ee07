import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import type { Wanted } from '../devices/write-request.js';
import { ChangeDevice } from './change-device.js';
import { customerOf, refuseFor } from './customers-of.js';
import { decideTake } from './decide-line.js';
import { accountOf, lineStatements, usedPortsOf } from './load-lines.js';

export interface TakeLineCommand extends Wanted {
  readonly port: number;
  readonly accountId: string;
}

/** An account takes a port of a device; a device of nobody becomes its customer's in the same transaction (INV-07). */
@Injectable()
export class TakeLine {
  constructor(@Inject(ChangeDevice) private readonly change: ChangeDevice) {}

  /** The version that the device then has. */
  execute(caller: Caller, { port, accountId, ...wanted }: TakeLineCommand): Promise<number> {
    return this.change.execute(caller, wanted, async (tx, device, cause) => {
      const account = await accountOf(tx, accountId);
      const customer = await customerOf(tx, account.customerId, 'accountId');
      const decision = decideTake({ device, used: await usedPortsOf(tx, device.id), port, account, customer, cause });
      if (decision.kind === 'refused') return refuseFor(customer.id, decision.refusal);
      if (decision.kind === 'unchanged') return undefined;
      return { device: decision.device, also: lineStatements(device.id, port, account) };
    });
  }
}
