import { Checkbox } from '@mantine/core';
import { columnOrderingFeature, columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { classOf, type Column, moved, shownColumns } from './column.js';
import { HeaderRow } from './header-row.js';
import { useGridKeys } from './grid-keys.js';
import { isTicked, type Selection, ticked } from './selection.js';

/** The service sorts, filters, pages and counts: which columns there are and in which order is all that is decided here. */
const features = tableFeatures({ columnOrderingFeature, columnVisibilityFeature });
const NO_ROWS: readonly never[] = [];

export interface DataTableProps<Row extends { readonly id: string }> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  /** Ids of the columns shown, in their order; undefined: as at first. */
  readonly chosen: readonly string[] | undefined;
  readonly onColumns: (ids: readonly string[]) => void;
  readonly rows: readonly Row[] | undefined;
  /** How many there are in all, -1 where that is not known exactly. */
  readonly rowCount: number;
  readonly before: number;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly compact: boolean;
  readonly busy: boolean;
  /** Absent where rows cannot be ticked. */
  readonly selection?: Selection | undefined;
  readonly onSelection?: (selection: Selection) => void;
  readonly nameOf: (row: Row) => string;
}

/** The one table of every list. */
export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>): React.JSX.Element {
  const { t } = useTranslation();
  const { columns, chosen, rows, sort, onSort, onColumns, selection, onSelection } = props;
  const shown = useMemo(() => shownColumns(columns, chosen), [columns, chosen]);
  const order = useMemo(() => shown.map(({ id }) => id), [shown]);
  const table = useTable({
    features,
    data: rows ?? (NO_ROWS as readonly Row[]),
    columns: useMemo(() => columns.map(({ id }) => ({ id, accessorFn: (row: Row) => row })), [columns]),
    getRowId: (row: Row) => row.id,
    state: { columnOrder: [...order], columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, order.includes(id)])) },
  });
  const body = useRef<HTMLTableSectionElement>(null);
  const ids = useMemo(() => (rows ?? []).map(({ id }) => id), [rows]);
  const keys = useGridKeys(body, ids, { selection, onSelection });
  const allTicked = selection !== undefined && ids.length > 0 && ids.every((id) => isTicked(selection, id));
  const tickable = selection !== undefined && onSelection !== undefined;
  return (
    <table
      className="rf-table"
      role="grid"
      data-compact={props.compact || undefined}
      aria-rowcount={props.rowCount}
      aria-busy={props.busy}
      aria-multiselectable={tickable || undefined}
    >
      <caption className="rf-hidden">{props.caption}</caption>
      <thead>
        <HeaderRow
          columns={shown}
          sort={sort}
          onSort={onSort}
          onMove={(id, steps) => onColumns(moved(order, id, steps))}
          tick={
            tickable && (
              <Checkbox
                size="xs"
                aria-label={t('list.tickPage')}
                checked={allTicked}
                indeterminate={!allTicked && ids.some((id) => isTicked(selection, id))}
                onChange={() => onSelection(ticked(selection, ids, !allTicked))}
              />
            )
          }
        />
      </thead>
      <tbody ref={body} {...keys.body}>
        {table.getRowModel().rows.map((row, index) => (
          <tr
            key={row.id}
            aria-rowindex={props.before + index + 2}
            aria-selected={tickable ? isTicked(selection, row.id) : undefined}
            data-ticked={(tickable && isTicked(selection, row.id)) || undefined}
          >
            {tickable && (
              <td className="rf-tick" {...keys.cell(index, 0)}>
                <Checkbox
                  size="xs"
                  tabIndex={-1}
                  aria-label={t('list.tickRow', { name: props.nameOf(row.original) })}
                  checked={isTicked(selection, row.id)}
                  onChange={(event) => onSelection(ticked(selection, [row.id], event.currentTarget.checked))}
                />
              </td>
            )}
            {row.getVisibleCells().map((cell, at) => {
              const column = shown[at];
              if (!column) return null;
              return (
                <td key={cell.id} className={classOf(column)} {...keys.cell(index, at + (tickable ? 1 : 0))}>
                  {column.cell(row.original)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
