import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound } from '@ringfleet/kernel';
import type { Wanted } from '../devices/write-request.js';
import { ChangeDevice } from './change-device.js';
import { withoutLine } from './decide-line.js';
import { usedPortsOf } from './load-lines.js';

/** Takes the account off a port of a device, which stays its customer's. */
@Injectable()
export class FreeLine {
  constructor(@Inject(ChangeDevice) private readonly change: ChangeDevice) {}

  /** The version that the device then has. Throws `Refused` 404 where no account sits on the port. */
  execute(caller: Caller, { port, ...wanted }: Wanted & { readonly port: number }): Promise<number> {
    return this.change.execute(caller, wanted, async (tx, device, cause) => {
      const used = await usedPortsOf(tx, device.id);
      if (!used.some((line) => line.port === port)) throw notFound('line');
      return { device: withoutLine(device, port, cause), also: [{ sql: 'delete from ports where device_id = $1 and port = $2', params: [device.id, port] }] };
    });
  }
}
