import type { CustomColumn } from '../fields/custom-column.js';
import type { ImportRow as RowOf, Reason as ReasonOf } from '@ringfleet/kernel';

/** The columns a row may have, by the names that reasons and templates use (IMP-02). */
export const COLUMNS = {
  action: 'Action',
  name: 'Name',
  model: 'Device model',
  mac: 'MAC address',
  managedBy: 'Managed by',
  profile: 'CPE profile',
  shared: 'Shared with reseller',
  customer: 'Tenant customer name',
  inventoryId: 'Inventory ID',
  description: 'Description',
  site: 'Site',
  customerOwned: 'Customer-owned',
  asciiKey: 'ASCII/AES key',
  secret: 'Secret',
  httpUsername: 'HTTP username',
  httpPassword: 'HTTP password',
  fileName: 'File name',
  acceptData: 'Accept data from phone',
  virtual: 'Virtual phone provisioning',
} as const;
/** Those that every device has. */
export type OwnColumn = keyof typeof COLUMNS;
/** Those, and custom fields (INV-16). */
export type Column = OwnColumn | CustomColumn;

export type ImportRow = RowOf<Column>;
export type Reason = ReasonOf<Column>;
