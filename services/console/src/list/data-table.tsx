import { columnOrderingFeature, columnVisibilityFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { type ReactNode, useCallback, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, moved, shownColumns } from './column.js';
import { useFromTop } from './from-top.js';
import { HeaderRow } from './header-row.js';
import { useGridKeys } from './grid-keys.js';
import { isTicked, type Selection, ticked } from './selection.js';
import { TableRow } from './table-row.js';
import { Tick } from './tick.js';

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
  /** Which question they answer. */
  readonly question: string | undefined;
  /** How many there are in all, -1 where that is not known exactly. */
  readonly rowCount: number;
  readonly before: number;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly compact: boolean;
  readonly busy: boolean;
  /** Absent where rows cannot be ticked. */
  readonly selection?: Selection | undefined;
  readonly onSelection?: ((selection: Selection) => void) | undefined;
  readonly nameOf: (row: Row) => string;
  /** What opens the menu of a row; absent where there is none. */
  readonly rowActions?: ((row: Row) => ReactNode) | undefined;
}

/** The one table of every list. */
export function DataTable<Row extends { readonly id: string }>(props: DataTableProps<Row>): React.JSX.Element {
  const { t } = useTranslation();
  const { columns, chosen, rows, sort, onSort, onColumns, selection, onSelection } = props;
  const shown = useMemo(() => shownColumns(columns, chosen), [columns, chosen]);
  const order = useMemo(() => shown.map(({ id }) => id), [shown]);
  const body = useRef<HTMLTableSectionElement>(null);
  const table = useTable({
    features,
    data: useFromTop(rows ?? (NO_ROWS as readonly Row[]), props.question, body),
    columns: useMemo(() => columns.map(({ id }) => ({ id, accessorFn: (row: Row) => row })), [columns]),
    getRowId: (row: Row) => row.id,
    state: { columnOrder: [...order], columnVisibility: Object.fromEntries(columns.map(({ id }) => [id, order.includes(id)])) },
  });
  const ids = useMemo(() => (rows ?? []).map(({ id }) => id), [rows]);
  const keys = useGridKeys(body, ids, { selection, onSelection });
  const allTicked = selection !== undefined && ids.length > 0 && ids.every((id) => isTicked(selection, id));
  const tickable = selection !== undefined && onSelection !== undefined;
  const latest = useRef({ selection, onSelection, ids });
  useEffect(() => {
    latest.current = { selection, onSelection, ids };
  });
  const onTick = useCallback(({ id }: Row, on: boolean): void => {
    const now = latest.current;
    if (now.selection) now.onSelection?.(ticked(now.selection, [id], on, now.ids));
  }, []);
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
          actions={props.rowActions !== undefined}
          sort={sort}
          onSort={onSort}
          onMove={(id, steps) => onColumns(moved(order, id, steps))}
          tick={
            tickable && (
              <Tick
                label={t('list.tickPage')}
                checked={allTicked}
                partly={!allTicked && ids.some((id) => isTicked(selection, id))}
                onChange={() => onSelection(ticked(selection, ids, !allTicked, ids))}
              />
            )
          }
        />
      </thead>
      <tbody ref={body} {...keys.body}>
        {table.getRowModel().rows.map(({ id, original }, index) => (
          <TableRow
            key={id}
            row={original}
            nameOf={props.nameOf}
            rowIndex={props.before + index + 2}
            columns={shown}
            stop={index === keys.at.row ? keys.at.column : undefined}
            ticked={tickable ? isTicked(selection, id) : undefined}
            onTick={onTick}
            actions={props.rowActions}
          />
        ))}
      </tbody>
    </table>
  );
}
