import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { UpdateDevice } from '../devices/update-device.js';
import type { Wanted } from '../devices/write-request.js';

/** Assigns a device to a customer, or to nobody: a shared one is taken and released so (INV-05, INV-06). */
@Injectable()
export class AssignDevice {
  constructor(@Inject(UpdateDevice) private readonly update: UpdateDevice) {}

  /** The version that the device then has. */
  async execute(caller: Caller, { id, ifMatch, customerId }: Wanted & { readonly customerId: string | null }): Promise<number> {
    return (await this.update.execute(caller, { id, ifMatch }, { assignedTo: customerId })).version;
  }
}
