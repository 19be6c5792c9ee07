import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '../frame/problem-box.js';
import { Pager } from '../list/pager.js';
import { Icon } from '../look/icon.js';
import { figure } from '../words/figures.js';
import { ROWS_SHOWN, useRejectedRows } from './import.js';

/** Each rejected row by its number in the spreadsheet, with the reason beside the cell that has it. */
export function RejectedRows({ id, count }: { readonly id: string; readonly count: number }): React.JSX.Element {
  const { t } = useTranslation();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const { data, error, refetch } = useRejectedRows(id, cursors.at(-1), true);
  const next = data?.nextCursor;
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  return (
    <>
      <h2>{t('import.rejectedRows', { count, figure: figure(count) })}</h2>
      <div className="rf-scroll rf-scroll-plain" tabIndex={0} role="region" aria-label={t('import.rejectedRows', { count, figure: figure(count) })}>
        <table className="rf-table rf-table-tall">
          <thead>
            <tr>
              {['row', 'name', 'column', 'value', 'reason'].map((name) => (
                <th key={name} scope="col" className={name === 'row' ? 'rf-end' : undefined}>
                  {t(`import.cell.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          {data?.items.map(({ row, name, reasons }) => (
            <tbody key={row}>
              {reasons.map(({ column, code, message, value }, index) => (
                <tr key={column + code}>
                  {index === 0 && (
                    <>
                      <td rowSpan={reasons.length} className="rf-end">
                        {row}
                      </td>
                      <td rowSpan={reasons.length}>{name}</td>
                    </>
                  )}
                  <td>{column}</td>
                  <td className="rf-mono rf-wrong-cell">{value}</td>
                  <td>
                    <span className="rf-bad">
                      <Icon name="cross" />
                    </span>{' '}
                    {message} <span className="rf-mono rf-meta">{code}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      <Pager
        before={cursors.length * ROWS_SHOWN}
        rows={data?.items.length ?? 0}
        onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
        onNext={next ? () => setCursors([...cursors, next]) : undefined}
      />
    </>
  );
}
