import type { Tx } from '@ringfleet/persistence';
import type { CustomValues, FieldsById } from '../fields/custom-field.js';
import { fieldsById } from '../fields/find-fields.js';
import { modelLabel } from '../models/model.js';
import { lifecycleState } from './device.js';
import { deviceOf, type DeviceRow } from './device-rows.js';
import type { Status } from '../statuses/device-status.js';
import { showMac } from './mac-address.js';

export interface NamedRecord {
  readonly id: string;
  readonly name: string;
}

/** A device as the API shows it (design.md §7); absent values are null. */
export interface DeviceView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly model: NamedRecord & { readonly vendor: string };
  readonly macAddress: string | null;
  /** null is Administrator only. */
  readonly managedBy: NamedRecord | null;
  readonly sharedWithResellers: boolean;
  readonly assignedTo: NamedRecord | null;
  readonly site: NamedRecord | null;
  readonly profile: NamedRecord | null;
  readonly inventoryId: string | null;
  readonly customerOwned: boolean;
  /** Of its configuration, where it is not the vendor's own. */
  readonly fileName: string | null;
  readonly acceptDataFromPhone: boolean;
  /** It has no MAC address, whatever its model. */
  readonly virtual: boolean;
  /** Grows with each change of a secret; 0 where it never had one. */
  readonly secretVersion: number;
  readonly totalPorts: number;
  readonly freePorts: number;
  /** Of the accounts on its ports, in their order. */
  readonly extensions: readonly string[];
  /** Values of custom fields that the caller sees, by the ids of the fields; those without a value are left out (INV-16). */
  readonly custom: CustomValues;
  readonly state: string;
  /** Whether the phone is registered (CTL-01); null where that is not known, and of a past moment. */
  readonly status: Status | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

export interface JoinedDeviceRow extends DeviceRow {
  readonly model_vendor: string;
  readonly model_name: string;
  readonly manager_name: string | null;
  readonly customer_name: string | null;
  readonly site_name: string | null;
  readonly profile_name: string | null;
  /** Absent of a past moment. */
  readonly status?: Status | null;
}

// A name that the caller may not see is left out with its record.
const named = (id: string | null, name: string | null): NamedRecord | null => (id === null || name === null ? null : { id, name });

/** Devices as the scope of the transaction sees them, values of custom fields among them. */
export async function deviceViews(tx: Tx, rows: readonly JoinedDeviceRow[]): Promise<DeviceView[]> {
  const fields = await fieldsById(
    tx,
    rows.flatMap(({ custom, custom_of_reseller }) => [...Object.keys(custom ?? {}), ...Object.keys(custom_of_reseller ?? {})]),
  );
  return rows.map((row) => deviceView(row, fields));
}

const seenOf = ({ custom, custom_of_reseller }: JoinedDeviceRow, fields: FieldsById): CustomValues =>
  Object.fromEntries(Object.entries({ ...custom, ...custom_of_reseller }).filter(([id]) => fields.has(id)));

function deviceView(row: JoinedDeviceRow, fields: FieldsById): DeviceView {
  const device = deviceOf(row);
  return {
    id: device.id,
    name: device.name,
    description: device.description,
    model: { id: device.modelId, name: modelLabel({ vendor: row.model_vendor, name: row.model_name }), vendor: row.model_vendor },
    macAddress: device.mac === null ? null : showMac(device.mac),
    managedBy: named(device.managedBy, row.manager_name),
    sharedWithResellers: device.shared,
    assignedTo: named(device.customerId, row.customer_name),
    site: named(device.siteId, row.site_name),
    profile: named(device.profileId, row.profile_name),
    inventoryId: device.inventoryId,
    customerOwned: device.customerOwned,
    fileName: device.fileName,
    acceptDataFromPhone: device.acceptData,
    virtual: device.virtual,
    secretVersion: device.secretVersion,
    totalPorts: device.totalPorts,
    freePorts: device.totalPorts - device.usedPorts,
    extensions: row.extensions === '' ? [] : row.extensions.split(', '),
    custom: seenOf(row, fields),
    state: lifecycleState(device),
    status: row.status ?? null,
    createdAt: device.createdAt.toISOString(),
    updatedAt: device.cause.at.toISOString(),
    version: device.version,
  };
}
