import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { requireIfMatch } from '@ringfleet/service-kit';
import { type ChangedDevice, type DeviceChanges, judgeUpdate } from './judge-update.js';
import { findDevice, type InTransaction, type Wanted, WriteRequest } from './write-request.js';

/** Changes a device. */
@Injectable()
export class UpdateDevice {
  constructor(@Inject(WriteRequest) private readonly write: WriteRequest) {}

  /** Throws `Refused` 404, 412, 428, and the reasons against the change by field. */
  execute(caller: Caller, { id, ifMatch }: Wanted, changes: DeviceChanges, inTransaction?: InTransaction<ChangedDevice>): Promise<ChangedDevice> {
    return this.write.execute(
      caller,
      async (tx, asked) => {
        const before = await findDevice(tx, id);
        requireIfMatch(ifMatch, before.version);
        return judgeUpdate(tx, asked, before, changes);
      },
      inTransaction,
    );
  }
}
