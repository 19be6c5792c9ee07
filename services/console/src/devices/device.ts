import type { Named } from '../api/me.js';
import type { Status } from './status-live.js';

/** A device as the API shows it. */
export interface Device {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly model: Named & { readonly vendor: string };
  readonly macAddress: string | null;
  /** null: Administrator only. */
  readonly managedBy: Named | null;
  readonly sharedWithResellers: boolean;
  readonly assignedTo: Named | null;
  readonly site: Named | null;
  readonly profile: Named | null;
  readonly inventoryId: string | null;
  readonly customerOwned: boolean;
  readonly fileName: string | null;
  readonly acceptDataFromPhone: boolean;
  readonly virtual: boolean;
  /** Grows with each change of a secret; 0 where it never had one. */
  readonly secretVersion: number;
  readonly extensions: readonly string[];
  readonly totalPorts: number;
  readonly freePorts: number;
  /** Values of custom fields by their ids. */
  readonly custom: Readonly<Record<string, string | number>>;
  readonly state: string;
  /** Whether its phone is registered, as it was when this was read; null where that is not known, and of a past moment. */
  readonly status: Status | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** 001420ff3c52 */
export const plainMac = (mac: string | null): string => (mac ?? '').replaceAll(':', '').toLowerCase();
