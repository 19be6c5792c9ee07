import { type ApplyRows, Column as ContractColumn, type Principal } from '@ringfleet/contracts';
import { type Caller, type Role, ROLES, trimBlanks } from '@ringfleet/kernel';
import { type Cell, type Column, EMPTY, type ImportRow } from './row.js';

/** A chunk of an import, read from its message. */
export interface ImportChunk {
  readonly importId: string;
  /** 0-based; applied in order. */
  readonly chunk: number;
  readonly uploader: Caller;
  readonly rows: readonly ImportRow[];
  /** Of the message. */
  readonly traceparent?: string | undefined;
}

const COLUMN_OF: Readonly<Partial<Record<ContractColumn, Column>>> = {
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

/** Throws if the message names nobody it could act for: that is no chunk of ours. */
export function chunkOf(message: ApplyRows, traceparent?: string): ImportChunk {
  if (!message.uploader) throw new Error(`Chunk ${message.chunk} of import ${message.importId} names no uploader.`);
  const columns = message.columns.map((column) => COLUMN_OF[column]);
  const rows = message.rows.map(({ row, cells, inexactNumbers }): ImportRow => {
    const read: Partial<Record<Column, Cell>> = {};
    columns.forEach((column, index) => {
      const raw = cells[index] ?? '';
      if (column) read[column] = raw === '' ? EMPTY : { raw, text: trimBlanks(raw), inexact: inexactNumbers.includes(index) };
    });
    return { row, cells: read };
  });
  return { importId: message.importId, chunk: message.chunk, uploader: callerOf(message.uploader), rows, traceparent };
}

function callerOf({ id, name, role, resellerId, customerId }: Principal): Caller {
  const known = ROLES.find((one): one is Role => one === role);
  if (!known) throw new Error(`The role ${role} is not known.`);
  const caller = { id, name, role: known };
  if (customerId !== '') return { ...caller, scope: { kind: 'customer', customerId, resellerId: resellerId || null } };
  return { ...caller, scope: resellerId === '' ? { kind: 'provider' } : { kind: 'reseller', resellerId } };
}
