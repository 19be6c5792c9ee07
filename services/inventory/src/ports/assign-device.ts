import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { ChangeDevice, type Named } from './change-device.js';
import { customerOf, refuseFor } from './customers-of.js';
import { decideAssignment } from './decide-customer.js';

/** Assigns a device to a customer, or to nobody: a shared one is taken and released so (INV-05, INV-06). */
@Injectable()
export class AssignDevice {
  constructor(@Inject(ChangeDevice) private readonly change: ChangeDevice) {}

  /** The version that the device then has. */
  execute(caller: Caller, { customerId, ...named }: Named & { readonly customerId: string | null }): Promise<number> {
    return this.change.execute(caller, named, async (tx, device, cause) => {
      const customer = customerId === null ? null : await customerOf(tx, customerId, 'customerId');
      const decision = decideAssignment({ device, customer, caller, cause });
      if (decision.kind === 'refused') return refuseFor(customerId ?? '', decision.refusal);
      return decision.kind === 'unchanged' ? undefined : { device: decision.device, also: [] };
    });
  }
}
