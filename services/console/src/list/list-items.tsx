import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, shownColumns } from './column.js';
import type { DataTableProps } from './data-table.js';
import { isTicked, ticked } from './selection.js';
import { Tick } from './tick.js';

type ListItemsProps<Row extends { readonly id: string }> = Omit<DataTableProps<Row>, 'rowCount' | 'before' | 'compact' | 'onColumns'>;

const MOST_BRIEF = 3;

/** The list where a table has no room: each row its name and sign, and below what is briefly said of it. */
export function ListItems<Row extends { readonly id: string }>(props: ListItemsProps<Row>): React.JSX.Element {
  const { t } = useTranslation();
  const { columns, chosen, rows, selection, onSelection } = props;
  const [title, ...others] = shownColumns(columns, chosen);
  const sign = columns.find(({ narrow }) => narrow === 'sign');
  const named = columns.filter(({ narrow }) => narrow === 'line');
  const brief = named.length > 0 ? named : others.slice(0, MOST_BRIEF);
  return (
    <>
      <SortBy columns={columns} sort={props.sort} onSort={props.onSort} />
      <ul className="rf-items" aria-label={props.caption} aria-busy={props.busy}>
        {rows?.map((row) => (
          <li key={row.id} data-ticked={(selection && isTicked(selection, row.id)) || undefined}>
            {selection && onSelection && (
              <Tick
                label={t('list.tickRow', { name: props.nameOf(row) })}
                checked={isTicked(selection, row.id)}
                onChange={(on) =>
                  onSelection(
                    ticked(
                      selection,
                      [row.id],
                      on,
                      (rows ?? []).map(({ id }) => id),
                    ),
                  )
                }
              />
            )}
            <div>
              <p>
                <strong>{title?.cell(row)}</strong> {sign?.cell(row)}
              </p>
              <p className="rf-meta">
                {brief.map((column) => (
                  <Brief key={column.id} column={column} value={column.cell(row)} />
                ))}
              </p>
            </div>
            {props.rowActions?.(row)}
          </li>
        ))}
      </ul>
    </>
  );
}

function Brief({ column: { bare, align, title, label }, value }: { readonly column: Column<never>; readonly value: ReactNode }): React.JSX.Element | null {
  const { t } = useTranslation();
  if (value === '' || value === null || value === undefined || value === false) return null;
  if (!bare && align !== 'end') return <span>{value}</span>;
  return (
    <span>
      {t('list.labelled', { label: title ?? t(label) })} {value}
    </span>
  );
}

interface SortByProps {
  readonly columns: readonly Column<never>[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** What headers do where there are headers. */
function SortBy({ columns, sort, onSort }: SortByProps): React.JSX.Element | null {
  const { t } = useTranslation();
  const fields = [...new Map(columns.flatMap((column) => (column.sort === undefined ? [] : [[column.sort, column.label] as const])))];
  if (fields.length === 0) return null;
  return (
    <NativeSelect size="xs" className="rf-sort-by" aria-label={t('list.sortBy')} value={sort} onChange={(event) => onSort(event.currentTarget.value)}>
      {fields.map(([field, label]) => (
        <option key={field} value={field}>
          {t('list.ascending', { column: t(label) })}
        </option>
      ))}
      {fields.map(([field, label]) => (
        <option key={`-${field}`} value={`-${field}`}>
          {t('list.descending', { column: t(label) })}
        </option>
      ))}
    </NativeSelect>
  );
}
