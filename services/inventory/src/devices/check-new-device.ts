import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { judgeNewDevice, type NewDevice } from './judge-new-device.js';
import { WriteRequest } from './write-request.js';

/** Whether a device could be added as it is; nothing is written. */
@Injectable()
export class CheckNewDevice {
  constructor(@Inject(WriteRequest) private readonly write: WriteRequest) {}

  /** Throws `Refused` as `CreateDevice` would. */
  execute(caller: Caller, device: NewDevice): Promise<void> {
    return this.write.check(caller, (tx, asked) => judgeNewDevice(tx, asked, device));
  }
}
