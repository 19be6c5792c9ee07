import type { Device, DeviceStep } from '../devices/device.js';
import { type DeviceSecrets, NO_SECRETS } from '../devices/device-secrets.js';

/** What the uploader sees. */
export interface Seen {
  readonly devices: readonly Device[];
  /** Name keys of their sites, by id. */
  readonly sites: ReadonlyMap<string, string>;
  /** Of the devices, by id. */
  readonly secrets?: ReadonlyMap<string, DeviceSecrets>;
  /** Ids of those that another system keeps (INV-09). */
  readonly kept?: ReadonlySet<string>;
}

/** What it may not see. */
export interface Unseen {
  /** Keys of names and MAC addresses in use by anybody. */
  readonly names: Iterable<string>;
  readonly macs: Iterable<string>;
  /** Ids. */
  readonly profiles: Iterable<string>;
}

/**
 * The devices that a chunk mentions, as the rows so far have left them: each row updates it, so that the next meets what it did.
 * Holds what the uploader may see; of the rest only that a name or a MAC address is in use.
 */
export class WorkingSet {
  private readonly byKey = new Map<string, Device>();
  private readonly byMac = new Map<string, Device>();
  private readonly secrets: Map<string, DeviceSecrets>;
  private readonly hiddenNames: Set<string>;
  private readonly hiddenMacs: Set<string>;
  private readonly hiddenProfiles: ReadonlySet<string>;

  constructor(
    private readonly seen: Seen,
    unseen: Unseen,
  ) {
    this.secrets = new Map(seen.secrets);
    this.hiddenNames = new Set(unseen.names);
    this.hiddenMacs = new Set(unseen.macs);
    this.hiddenProfiles = new Set(unseen.profiles);
    for (const device of seen.devices) this.add(device);
  }

  /** Takes over what earlier rows did that could not be read back yet. */
  after(steps: readonly DeviceStep[]): this {
    for (const step of steps) {
      if (step.kind === 'changed') this.remove(step.before);
      if (step.kind === 'deleted') this.remove(step.device);
      else this.add(step.device, step.secrets);
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

  /** A profile of a device that is seen, which itself may not be seen. */
  isProfileHidden(id: string): boolean {
    return this.hiddenProfiles.has(id);
  }

  /** Another system registered that it is not to be deleted. */
  isKept({ id }: Pick<Device, 'id'>): boolean {
    return this.seen.kept?.has(id) ?? false;
  }

  secretsOf({ id }: Pick<Device, 'id'>): DeviceSecrets {
    return this.secrets.get(id) ?? NO_SECRETS;
  }

  /** The key of the name of a site of a device that was there before the file. */
  siteKey(id: string): string | undefined {
    return this.seen.sites.get(id);
  }

  /** A device that is seen is not a hidden one, also where the keys in use were read later than the devices and have its own among them. */
  add(device: Device, secrets?: DeviceSecrets): void {
    if (secrets) this.secrets.set(device.id, secrets);
    this.byKey.set(device.nameKey, device);
    this.hiddenNames.delete(device.nameKey);
    if (device.mac === null) return;
    this.byMac.set(device.mac, device);
    this.hiddenMacs.delete(device.mac);
  }

  remove(device: Device): void {
    this.byKey.delete(device.nameKey);
    if (device.mac !== null) this.byMac.delete(device.mac);
  }
}
