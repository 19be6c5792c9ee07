import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { type DeviceChanges, judgeUpdate } from './judge-update.js';
import { findDevice, WriteRequest } from './write-request.js';

/** Whether a device, as it is now, could be changed so; nothing is written. */
@Injectable()
export class CheckChange {
  constructor(@Inject(WriteRequest) private readonly write: WriteRequest) {}

  /** Throws `Refused` 404, and what `UpdateDevice` would. */
  execute(caller: Caller, id: string, changes: DeviceChanges): Promise<void> {
    return this.write.check(caller, async (tx, asked) => judgeUpdate(tx, asked, await findDevice(tx, id), changes));
  }
}
