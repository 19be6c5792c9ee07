import { type ApplyRows, Column as ContractColumn } from '@ringfleet/contracts';
import { chunkOf, type ColumnNames, type ImportChunk } from '@ringfleet/import-rows';
import { type Cell, isId, trimBlanks } from '@ringfleet/kernel';
import { type CustomColumn, customColumn } from '../fields/custom-column.js';
import { type Column, COLUMNS, type ImportRow, type OwnColumn } from './row.js';

/** Of columns, as reasons name them. */
export type Titles = Readonly<Record<Column, string>>;

export interface DeviceChunk extends ImportChunk<Column> {
  readonly titles: Titles;
}

const COLUMN_NAMES: ColumnNames<OwnColumn> = {
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

/** Throws if the message names nobody it could act for: that is no chunk of ours. */
export function deviceChunkOf(message: ApplyRows, traceparent?: string): DeviceChunk {
  const chunk = chunkOf<Column>(message, COLUMN_NAMES, traceparent);
  const custom = customColumnsIn(message);
  const rows = chunk.rows.map((row, index) => withCustom(withSealed(row, message, index), message.rows[index], custom));
  return { ...chunk, rows, titles: { ...COLUMNS, ...Object.fromEntries(custom.map(({ column, header }) => [column, header])) } };
}

type Row = ApplyRows['rows'][number];

/** The cells of secret columns hold what is sealed, in base64. */
function withSealed(row: ImportRow, { columns, rows }: ApplyRows, index: number): ImportRow {
  const { sealedCells = [], inexactNumbers = [] } = rows[index] ?? {};
  return sealedCells.reduce((sofar, { column, value }): ImportRow => {
    const name = COLUMN_NAMES[columns[column] ?? ContractColumn.UNSPECIFIED];
    const text = Buffer.from(value).toString('base64');
    const cell: Cell = { raw: '', text, inexact: inexactNumbers.includes(column) };
    return name ? { ...sofar, cells: { ...sofar.cells, [name]: cell } } : sofar;
  }, row);
}

interface CustomInFile {
  readonly column: CustomColumn;
  readonly header: string;
  /** Its place among the cells. */
  readonly place: number;
}

function customColumnsIn({ columns, customColumns }: ApplyRows): CustomInFile[] {
  const places = columns.flatMap((column, place) => (column === ContractColumn.CUSTOM_FIELD ? [place] : []));
  return places.flatMap((place, index) => {
    const { fieldId, header } = customColumns[index] ?? { fieldId: '', header: '' };
    return isId(fieldId) ? [{ column: customColumn(fieldId), header, place }] : [];
  });
}

function withCustom(row: ImportRow, sent: Row | undefined, custom: readonly CustomInFile[]): ImportRow {
  if (custom.length === 0 || !sent) return row;
  const cells = custom.map(({ column, place }): [CustomColumn, Cell] => {
    const raw = sent.cells[place] ?? '';
    return [column, { raw, text: trimBlanks(raw), inexact: sent.inexactNumbers.includes(place) }];
  });
  return { ...row, cells: { ...row.cells, ...Object.fromEntries(cells) } };
}
