import { nameKey } from '@ringfleet/kernel';
import type { CustomField, CustomValues } from '../fields/custom-field.js';
import type { DeviceSecrets } from './device-secrets.js';

/** From where a change came (INV-14). */
export type Source = 'api' | 'console' | 'import' | 'batch' | 'system';

/** Who changed a device, when and from where. */
export interface Cause {
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
  readonly source: Source;
  /** Of the import; where the source is a batch, of that. */
  readonly importId: string | null;
  /** As a spreadsheet program numbers it. */
  readonly importRow: number | null;
}

/** A device as it is from one change to the next (INV-01). Absent values are null. */
export interface Device {
  readonly id: string;
  /** The device ID, unique without case (INV-02). */
  readonly name: string;
  /** The form in which it is compared (kernel's `nameKey`). */
  readonly nameKey: string;
  readonly description: string | null;
  readonly modelId: string;
  /** Twelve upper-case hexadecimal digits; null for a virtual device. */
  readonly mac: string | null;
  /** The managing reseller; null is Administrator only. */
  readonly managedBy: string | null;
  readonly shared: boolean;
  readonly customerId: string | null;
  /** The reseller of that customer; null for a direct one or for nobody. */
  readonly customerResellerId: string | null;
  readonly siteId: string | null;
  readonly profileId: string | null;
  readonly inventoryId: string | null;
  readonly customerOwned: boolean;
  readonly totalPorts: number;
  readonly usedPorts: number;
  readonly retired: boolean;
  /** Of its configuration; null: the vendor's own. */
  readonly fileName: string | null;
  /** Whether the phone may upload files of its own. */
  readonly acceptData: boolean;
  /** It has no MAC address, whatever its model (INV-03). */
  readonly virtual: boolean;
  /** Counts the changes of its secrets; 0 where it never had one. */
  readonly secretVersion: number;
  /** Of the accounts on its ports, in their order: "3275, 3482". Kept by the database, so that a decision only passes it on. */
  readonly extensions?: string | undefined;
  /** Values of the provider's custom fields (INV-16); null: none. */
  readonly custom: CustomValues | null;
  /** Those of the fields of the reseller that manages or holds it. */
  readonly customOfReseller: CustomValues | null;
  /** The account on each used port. Kept by the database too; whoever changes it says what it then is. */
  readonly lines?: Readonly<Record<number, string>> | undefined;
  /** Counts its changes from 1; the sequence of its events. */
  readonly version: number;
  readonly createdAt: Date;
  /** Of the change that made it what it is. */
  readonly cause: Cause;
}

/** The reseller whose custom fields a device has, beside the provider's. */
export const holderOf = ({ managedBy, customerResellerId }: Pick<Device, 'managedBy' | 'customerResellerId'>): string | null => managedBy ?? customerResellerId;

/** What a change needs beside the device. */
interface WrittenWith {
  readonly secrets?: DeviceSecrets | undefined;
  /** Custom fields of which it has other values: they must still be as they were. */
  readonly fields?: readonly CustomField[] | undefined;
}

/** One change of a device, with the state after it, and its secrets where they change; of a removal, the last state before it. */
export type DeviceStep =
  | ({ readonly kind: 'created'; readonly device: Device } & WrittenWith)
  | ({ readonly kind: 'changed'; readonly before: Device; readonly device: Device } & WrittenWith)
  | { readonly kind: 'deleted'; readonly device: Device; readonly cause: Cause };

export const STATES = ['inStock', 'assigned', 'inService', 'retired'] as const;
export type LifecycleState = (typeof STATES)[number];
export const isState = (text: string): text is LifecycleState => STATES.some((state) => state === text);

/** INV-17: derived, but for retired. */
export function lifecycleState(device: Pick<Device, 'retired' | 'usedPorts' | 'customerId'>): LifecycleState {
  if (device.retired) return 'retired';
  if (device.usedPorts > 0) return 'inService';
  return device.customerId === null ? 'inStock' : 'assigned';
}

/** What search looks through (INV-10), in one text: each part is found by any piece of it, and stands in a line of its own. */
export const searchText = (device: Pick<Device, 'nameKey' | 'mac' | 'inventoryId' | 'description'>): string =>
  [device.nameKey, device.mac?.toLowerCase() ?? '', nameKey(device.inventoryId ?? ''), nameKey(device.description ?? '').replaceAll('\n', ' ')].join('\n');

/** Limits of texts, in code points. */
export const MAX_NAME = 64;
export const MAX_INVENTORY_ID = 64;
export const MAX_DESCRIPTION = 255;
export const MAX_FILE_NAME = 64;
export const MAX_SECRET = 128;
