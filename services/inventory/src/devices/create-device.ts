import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { OncePerKey } from '@ringfleet/service-kit';
import type { DeviceView } from './device-view.js';
import { judgeNewDevice, type NewDevice } from './judge-new-device.js';
import { WriteRequest } from './write-request.js';

/** Adds a device. */
@Injectable()
export class CreateDevice {
  constructor(
    @Inject(WriteRequest) private readonly write: WriteRequest,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  /** Throws `Refused`: the reasons against it by field. */
  execute(caller: Caller, device: NewDevice, key: string | undefined): Promise<DeviceView> {
    return this.write.execute(
      caller,
      (tx, asked) => judgeNewDevice(tx, asked, device),
      (work) => this.once.run({ caller, path: '/api/v1/devices', key, body: device }, work),
    );
  }
}
