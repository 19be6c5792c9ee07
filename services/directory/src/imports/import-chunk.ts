import { type ApplyRows, Column as ContractColumn } from '@ringfleet/contracts';
import { chunkOf, type ColumnNames, type ImportChunk } from '@ringfleet/import-rows';
import { sealedCellPurpose, trimBlanks } from '@ringfleet/kernel';
import { CannotOpen, type Sealer } from '@ringfleet/secrets';
import type { Secret } from './row-judge.js';
import type { Column, TreeRow } from './tree-row.js';

/** A chunk of an import of the tree; SIP passwords stay sealed until a row is decided. */
export interface TreeChunk extends ImportChunk<Column> {
  /** By row. */
  readonly sealed: ReadonlyMap<number, Uint8Array>;
}

const COLUMN_NAMES: ColumnNames<Column> = {
  [ContractColumn.ACTION]: 'action',
  [ContractColumn.TYPE]: 'type',
  [ContractColumn.NAME]: 'name',
  [ContractColumn.RESELLER]: 'reseller',
  [ContractColumn.TENANT_CUSTOMER_NAME]: 'customer',
  [ContractColumn.SITE]: 'site',
  [ContractColumn.PROVISION_DEVICES]: 'provisionDevices',
  [ContractColumn.LINE_STATES_REPORT]: 'lineStatesReport',
  [ContractColumn.APPROVED_MODELS]: 'approvedModels',
  [ContractColumn.EXTENSION]: 'extension',
  [ContractColumn.DISPLAY_NAME]: 'displayName',
  [ContractColumn.SIP_USERNAME]: 'sipUsername',
  [ContractColumn.SIP_PASSWORD]: 'sipPassword',
  [ContractColumn.ACCOUNT_KIND]: 'kind',
};

/** What a filled secret cell reads as, wherever a row is looked at. */
const HIDDEN = { raw: '', text: '•', inexact: false };

/** Throws if the message names nobody it could act for: that is no chunk of ours. */
export function treeChunkOf(message: ApplyRows, traceparent?: string): TreeChunk {
  const chunk = chunkOf(message, COLUMN_NAMES, traceparent);
  const sealed = new Map(message.rows.flatMap(({ row, sealedCells }) => sealedCells.map(({ value }): [number, Uint8Array] => [row, value])));
  const rows = chunk.rows.map((row): TreeRow => (sealed.has(row.row) ? { ...row, cells: { ...row.cells, sipPassword: HIDDEN } } : row));
  return { ...chunk, rows, sealed };
}

/** Opens the SIP password of a row. */
export const passwordsOf =
  ({ importId, sealed }: Pick<TreeChunk, 'importId' | 'sealed'>, sealer: Sealer) =>
  ({ row }: TreeRow): Secret => {
    const value = sealed.get(row);
    if (!value) return { text: '' };
    try {
      return { text: trimBlanks(sealer.open(value, sealedCellPurpose(importId, row))) };
    } catch (error) {
      if (error instanceof CannotOpen) return 'unreadable';
      throw error;
    }
  };
