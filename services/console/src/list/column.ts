import type { ReactNode } from 'react';

/** A column of a list: its name for the API and in preferences, and how a row's cell reads. */
export interface Column<Row> {
  readonly id: string;
  /** Key of its header in the words. */
  readonly label: string;
  /** Its header, where that is no word of the console's own. */
  readonly title?: string;
  readonly width: number;
  readonly align?: 'end';
  /** Its value alone says nothing: where there are no headers, it is said before. Figures are. */
  readonly bare?: boolean;
  /** Field to sort by; absent where the service does not. */
  readonly sort?: string;
  /** Always shown, and first. */
  readonly mandatory?: boolean;
  /** Shown until the user chooses. */
  readonly shown: boolean;
  /** On a narrow screen: beside the name, or in the line below it. */
  readonly narrow?: 'sign' | 'line';
  readonly cell: (row: Row) => ReactNode;
}

/** The columns to show, in their order: what the user chose, or what is shown at first. Unknown names of another version are passed over. */
export function shownColumns<Row>(columns: readonly Column<Row>[], chosen: readonly string[] | undefined): readonly Column<Row>[] {
  const mandatory = columns.filter((column) => column.mandatory);
  if (!chosen) return columns.filter((column) => column.mandatory || column.shown);
  const rest = chosen.flatMap((id) => columns.filter((column) => column.id === id && !column.mandatory));
  return [...mandatory, ...rest];
}

/** The same names with one moved by steps to the left (negative) or right; it stays where it cannot go further. */
export function moved(ids: readonly string[], id: string, steps: number): readonly string[] {
  const from = ids.indexOf(id);
  const to = Math.min(Math.max(from + steps, 0), ids.length - 1);
  if (from === -1 || from === to) return ids;
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

export const classOf = ({ mandatory, align }: Pick<Column<never>, 'mandatory' | 'align'>): string | undefined =>
  [mandatory && 'rf-first', align === 'end' && 'rf-end'].filter(Boolean).join(' ') || undefined;
