import { nameKey } from '@ringfleet/kernel';
import type { Device } from '../devices/device.js';
import type { DeviceStep } from '../devices/device.events.js';

/**
 * The devices that a chunk mentions, as the rows so far have left them: each row updates it, so that the next meets what it did.
 * Holds what the uploader may see; of the rest only that a name or a MAC address is in use.
 */
export class WorkingSet {
  private readonly byKey = new Map<string, Device>();
  private readonly byMac = new Map<string, Device>();
  private readonly hiddenNames: ReadonlySet<string>;
  private readonly hiddenMacs: ReadonlySet<string>;

  constructor(seen: readonly { readonly nameKey: string; readonly device: Device }[], taken: { readonly names: Iterable<string>; readonly macs: Iterable<string> }) {
    for (const { nameKey, device } of seen) this.add(nameKey, device);
    this.hiddenNames = new Set([...taken.names].filter((key) => !this.byKey.has(key)));
    this.hiddenMacs = new Set([...taken.macs].filter((mac) => !this.byMac.has(mac)));
  }

  /** Takes over what earlier rows did that could not be read back yet. */
  after(steps: readonly DeviceStep[]): this {
    for (const { kind, device } of steps) {
      if (kind === 'created') this.add(nameKey(device.name), device);
      else this.remove(nameKey(device.name), device);
    }
    return this;
  }

  deviceNamed(key: string): Device | undefined {
    return this.byKey.get(key);
  }

  deviceWithMac(mac: string): Device | undefined {
    return this.byMac.get(mac);
  }

  /** In use by a device that the uploader may not see. */
  isNameHidden(key: string): boolean {
    return this.hiddenNames.has(key);
  }

  isMacHidden(mac: string): boolean {
    return this.hiddenMacs.has(mac);
  }

  add(key: string, device: Device): void {
    this.byKey.set(key, device);
    if (device.mac !== null) this.byMac.set(device.mac, device);
  }

  remove(key: string, device: Device): void {
    this.byKey.delete(key);
    if (device.mac !== null) this.byMac.delete(device.mac);
  }
}
