import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classOf, type Column } from './column.js';
import type { CellProps } from './grid-keys.js';

interface TableRowProps<Row> {
  readonly row: Row;
  readonly name: string;
  /** Its number among all there are, the header being 1. */
  readonly rowIndex: number;
  readonly columns: readonly Column<Row>[];
  readonly cellProps: (column: number) => CellProps;
  /** Absent where rows cannot be ticked. */
  readonly ticked: boolean | undefined;
  readonly onTick: (on: boolean) => void;
  readonly actions: ReactNode;
}

export function TableRow<Row>({ row, name, rowIndex, columns, cellProps, ticked, onTick, actions }: TableRowProps<Row>): React.JSX.Element {
  const { t } = useTranslation();
  const first = ticked === undefined ? 0 : 1;
  return (
    <tr aria-rowindex={rowIndex} aria-selected={ticked} data-ticked={ticked || undefined}>
      {ticked !== undefined && (
        <td className="rf-tick" {...cellProps(0)}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            aria-label={t('list.tickRow', { name })}
            checked={ticked}
            onChange={(event) => onTick(event.currentTarget.checked)}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.id} className={classOf(column)} {...cellProps(first + index)}>
          {column.cell(row)}
        </td>
      ))}
      {actions && (
        <td className="rf-row-actions" {...cellProps(first + columns.length)}>
          {actions}
        </td>
      )}
    </tr>
  );
}
