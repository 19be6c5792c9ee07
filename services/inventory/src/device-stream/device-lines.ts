import { DeviceField } from '@ringfleet/contracts';
import { DEVICE_COLUMNS, VIEW_JOINED } from '../devices/device-columns.js';
import type { CustomField } from '../fields/custom-field.js';
import { STATUS } from '../statuses/device-status.js';
import { inDevice } from '../fields/custom-source.js';

const FIELDS: Readonly<Record<Exclude<DeviceField, DeviceField.UNSPECIFIED>, string>> = {
  [DeviceField.NAME]: 'd.name',
  [DeviceField.DESCRIPTION]: 'd.description',
  [DeviceField.INVENTORY_ID]: 'd.inventory_id',
  [DeviceField.FILE_NAME]: 'd.file_name',
  [DeviceField.EXTENSIONS]: 'd.extensions',
  [DeviceField.MAC_ADDRESS]: 'd.mac',
  [DeviceField.MODEL]: `m.vendor || ' ' || m.name`,
  [DeviceField.MANAGER]: 'r.name',
  [DeviceField.CUSTOMER]: 'coalesce(special.label, c.name)',
  [DeviceField.SITE]: 's.name',
  [DeviceField.PROFILE]: 'p.name',
  [DeviceField.SHARED]: 'd.shared',
  [DeviceField.CUSTOMER_OWNED]: 'd.customer_owned',
  [DeviceField.ACCEPT_DATA]: 'd.accept_data',
  [DeviceField.VIRTUAL]: 'd.virtual',
  [DeviceField.TOTAL_PORTS]: 'd.total_ports',
  [DeviceField.FREE_PORTS]: DEVICE_COLUMNS.freePorts.sort,
  [DeviceField.STATE]: DEVICE_COLUMNS.state.sort,
  [DeviceField.CREATED_AT]: 'd.created_at',
  [DeviceField.CHANGED_AT]: 'd.since',
  [DeviceField.STATUS]: STATUS,
};

/** What is selected for a line of `DeviceLines`, from `lineSource`: the fields in the order of their numbers, as which an object keeps them, and then the custom fields. */
export const lineFields = (wanted: readonly (CustomField | undefined)[]): string =>
  [...Object.values(FIELDS), ...wanted.map((field) => (field ? inDevice(field) : 'null'))].join(', ');

/** Devices `d` with what a line says; `labels` are a parameter, those of `customerLabels` as JSON. */
export const lineSource = (devices: string, labels: string): string => `${devices} ${VIEW_JOINED}
  left join jsonb_to_recordset(${labels}::jsonb) as special (id uuid, "isAmongAll" boolean, label text)
    on special.id = d.customer_id and special."isAmongAll" = (d.shared and d.managed_by is null)`;
