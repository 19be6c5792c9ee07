import { type ApplyRows, Column as ContractColumn } from '@ringfleet/contracts';
import { chunkOf, type ColumnNames, type ImportChunk } from '@ringfleet/import-rows';
import type { Cell } from '@ringfleet/kernel';
import type { Column, ImportRow } from './row.js';

export type DeviceChunk = ImportChunk<Column>;

const COLUMN_NAMES: ColumnNames<Column> = {
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
  [ContractColumn.ASCII_AES_KEY]: 'asciiKey',
  [ContractColumn.SECRET]: 'secret',
  [ContractColumn.HTTP_USERNAME]: 'httpUsername',
  [ContractColumn.HTTP_PASSWORD]: 'httpPassword',
  [ContractColumn.FILE_NAME]: 'fileName',
  [ContractColumn.ACCEPT_DATA_FROM_PHONE]: 'acceptData',
  [ContractColumn.VIRTUAL_PHONE_PROVISIONING]: 'virtual',
};

/** Throws if the message names nobody it could act for: that is no chunk of ours. The cells of secret columns hold what is sealed, in base64. */
export function deviceChunkOf(message: ApplyRows, traceparent?: string): DeviceChunk {
  const chunk = chunkOf(message, COLUMN_NAMES, traceparent);
  const rows = chunk.rows.map((row, index) => {
    const { sealedCells = [], inexactNumbers = [] } = message.rows[index] ?? {};
    return sealedCells.reduce((sofar, { column, value }): ImportRow => {
      const name = COLUMN_NAMES[message.columns[column] ?? ContractColumn.UNSPECIFIED];
      const text = Buffer.from(value).toString('base64');
      const cell: Cell = { raw: '', text, inexact: inexactNumbers.includes(column) };
      return name ? { ...sofar, cells: { ...sofar.cells, [name]: cell } } : sofar;
    }, row);
  });
  return { ...chunk, rows };
}
