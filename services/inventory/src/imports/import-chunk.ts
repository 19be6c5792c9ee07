import { Column as ContractColumn } from '@ringfleet/contracts';
import type { ColumnNames, ImportChunk } from '@ringfleet/import-rows';
import type { Column } from './row.js';

export type DeviceChunk = ImportChunk<Column>;

export const COLUMN_NAMES: ColumnNames<Column> = {
  [ContractColumn.ACTION]: 'action',
  [ContractColumn.NAME]: 'name',
  [ContractColumn.DEVICE_MODEL]: 'model',
  [ContractColumn.MAC_ADDRESS]: 'mac',
  [ContractColumn.MANAGED_BY]: 'managedBy',
  [ContractColumn.CPE_PROFILE]: 'profile',
  [ContractColumn.SHARED_WITH_RESELLER]: 'shared',
  [ContractColumn.TENANT_CUSTOMER_NAME]: 'customer',
  [ContractColumn.INVENTORY_ID]: 'inventoryId',
  [ContractColumn.DESCRIPTION]: 'description',
  [ContractColumn.SITE]: 'site',
  [ContractColumn.CUSTOMER_OWNED]: 'customerOwned',
};
