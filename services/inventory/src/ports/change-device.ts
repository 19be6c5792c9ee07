import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import type { Statement, Tx } from '@ringfleet/persistence';
import { requireIfMatch } from '@ringfleet/service-kit';
import { decideLines } from '../access/decide-access.js';
import type { Cause, Device } from '../devices/device.js';
import { findDevice, type Wanted, WriteRequest } from '../devices/write-request.js';
import type { PortRefusal } from './decide-customer.js';

/** What is to be done to a device: the state after it with what else is written, or nothing. */
export interface Change {
  readonly device: Device;
  readonly also: readonly Statement[];
}

/** Changes the lines of a device, or whose it is, by a decision. */
@Injectable()
export class ChangeDevice {
  constructor(@Inject(WriteRequest) private readonly write: WriteRequest) {}

  /** The version it then has. Throws `Refused` 403, 404, 412, 428. */
  execute(caller: Caller, { id, ifMatch }: Wanted, decide: (tx: Tx, device: Device, cause: Cause) => Promise<Change | undefined>): Promise<number> {
    return this.write.execute(caller, async (tx, { cause }) => {
      const before = await findDevice(tx, id);
      const access = decideLines(caller, before);
      if (!access.allowed) throw new Refused(403, 'not_permitted', access.reason);
      requireIfMatch(ifMatch, before.version);
      const change = await decide(tx, before, cause);
      if (!change) return { steps: [], answer: () => Promise.resolve(before.version) };
      const { device, also } = change;
      return { steps: [{ kind: 'changed', before, device }], also, answer: () => Promise.resolve(device.version) };
    });
  }
}

export const refuse = ({ status, code, field, message }: PortRefusal): Refused =>
  new Refused(status, code, message, { errors: [{ code, message, ...(field !== undefined && { field }) }] });
