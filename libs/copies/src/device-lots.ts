import { type DeviceChanged, topics } from '@ringfleet/contracts';
import { type Clock, Turns } from '@ringfleet/kernel';
import type { LogRecord } from '@ringfleet/messaging';
import { type Columns, latestStates } from './copies.js';
import { type DeviceCopies, deviceCopies } from './device-copies.js';

const DEVICES_AT_ONCE = 500;

/** An import tells of tens of thousands of devices, on every partition at once: they are copied one lot after another. */
export class DeviceLots {
  private readonly turns = new Turns(1);

  /** @param ownColumns what the service keeps of a device beside what all do */
  constructor(
    private readonly clock: Clock,
    private readonly ownColumns: (state: DeviceChanged) => Columns = () => ({}),
  ) {}

  async each(records: readonly LogRecord[], copy: (lot: DeviceCopies) => Promise<void>): Promise<void> {
    for (let at = 0; at < records.length; at += DEVICES_AT_ONCE) {
      await this.turns.take(() => copy(this.lotOf(records.slice(at, at + DEVICES_AT_ONCE))));
    }
  }

  private lotOf(records: readonly LogRecord[]): DeviceCopies {
    return deviceCopies(latestStates(topics.devices, records), this.ownColumns, this.clock());
  }
}
