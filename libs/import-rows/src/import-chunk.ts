import type { ApplyRows, Column as ContractColumn } from '@ringfleet/contracts';
import { type Caller, callerOfPrincipal, type Cell, EMPTY, type ImportRow, trimBlanks } from '@ringfleet/kernel';

/** A chunk of an import, read from its message. */
export interface ImportChunk<Column extends string = string> {
  readonly importId: string;
  /** 0-based; applied in order. */
  readonly chunk: number;
  readonly uploader: Caller;
  readonly rows: readonly ImportRow<Column>[];
  /** Of the message. */
  readonly traceparent?: string | undefined;
}

/** What a service calls the columns that it applies. */
export type ColumnNames<Column extends string> = Readonly<Partial<Record<ContractColumn, Column>>>;

/** Throws if the message names nobody it could act for: that is no chunk of ours. */
export function chunkOf<Column extends string>(message: ApplyRows, names: ColumnNames<Column>, traceparent?: string): ImportChunk<Column> {
  if (!message.uploader) throw new Error(`Chunk ${message.chunk} of import ${message.importId} names no uploader.`);
  const columns = message.columns.map((column) => names[column]);
  const rows = message.rows.map(({ row, cells, inexactNumbers }): ImportRow<Column> => {
    const read: Partial<Record<Column, Cell>> = {};
    columns.forEach((column, index) => {
      const raw = cells[index] ?? '';
      if (column) read[column] = raw === '' ? EMPTY : { raw, text: trimBlanks(raw), inexact: inexactNumbers.includes(index) };
    });
    return { row, cells: read };
  });
  return { importId: message.importId, chunk: message.chunk, uploader: callerOfPrincipal(message.uploader), rows, traceparent };
}
