import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { classOf, type Column } from './column.js';
import { Tick } from './tick.js';

interface TableRowProps<Row> {
  readonly row: Row;
  readonly nameOf: (row: Row) => string;
  /** Its number among all there are, the header being 1. */
  readonly rowIndex: number;
  readonly columns: readonly Column<Row>[];
  /** Place of the cell that the Tab key stops at; undefined where that is in another row. */
  readonly stop: number | undefined;
  /** Absent where rows cannot be ticked. */
  readonly ticked: boolean | undefined;
  readonly onTick: (row: Row, on: boolean) => void;
  readonly actions: ((row: Row) => ReactNode) | undefined;
}

/** Drawn again where something of its own is another: not with each change of the page around it. */
export const TableRow = memo(PlainRow) as typeof PlainRow;

function PlainRow<Row>({ row, nameOf, rowIndex, columns, stop, ticked, onTick, actions }: TableRowProps<Row>): React.JSX.Element {
  const { t } = useTranslation();
  const first = ticked === undefined ? 0 : 1;
  const tabIndex = (place: number): number => (place === stop ? 0 : -1);
  return (
    <tr aria-rowindex={rowIndex} aria-selected={ticked} data-ticked={ticked || undefined}>
      {ticked !== undefined && (
        <td className="rf-tick" tabIndex={tabIndex(0)}>
          <Tick label={t('list.tickRow', { name: nameOf(row) })} checked={ticked} skipped onChange={(on) => onTick(row, on)} />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.id} className={classOf(column)} tabIndex={tabIndex(first + index)}>
          {column.cell(row)}
        </td>
      ))}
      {actions && (
        <td className="rf-row-actions" tabIndex={tabIndex(first + columns.length)}>
          {actions(row)}
        </td>
      )}
    </tr>
  );
}
