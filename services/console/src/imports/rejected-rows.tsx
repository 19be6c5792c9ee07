import type { Schemas } from '@ringfleet/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryOf } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Pager } from '../list/pager.js';
import { Icon } from '../look/icon.js';
import { figure } from '../words/figures.js';
import { refusalWords } from '../words/refusal-words.js';
import { IMPORTS, type Reason, ROWS_SHOWN } from './import.js';

type Rejected = Schemas['RejectedRows'];

/** Each rejected row as it stood in the file, by its number there, with each reason in the cell that has it (IMP-08). */
export function RejectedRows({ id, count }: { readonly id: string; readonly count: number }): React.JSX.Element {
  const { t } = useTranslation();
  const [code, setCode] = useState<string>();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const path = `imports/${id}/rejected-rows${queryOf({ limit: ROWS_SHOWN, cursor: cursors.at(-1), code })}`;
  const { data, error, refetch } = useQuery({ queryKey: [IMPORTS, path], queryFn: () => api<Rejected>(path), placeholderData: keepPreviousData });
  const next = data?.nextCursor;
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  return (
    <>
      <h2>{t('import.rejectedRows', { count, figure: figure(count) })}</h2>
      <Reasons id={id} chosen={code} onChoose={(wanted) => (setCode(wanted), setCursors([]))} />
      <div className="rf-scroll rf-scroll-plain" tabIndex={0} role="region" aria-label={t('import.rejectedRows', { count, figure: figure(count) })}>
        {data && <RowsTable rejected={data} />}
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

interface ReasonsProps {
  readonly id: string;
  readonly chosen: string | undefined;
  readonly onChoose: (code: string | undefined) => void;
}

/** How many rows have which reason; one of them filters the rows, and once more shows all. */
function Reasons({ id, chosen, onChoose }: ReasonsProps): React.JSX.Element {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: [IMPORTS, id, 'reasons'],
    queryFn: () => api<{ items: readonly { code: string; rows: number }[] }>(`imports/${id}/reasons`),
  });
  return (
    <ul className="rf-reason-filter" aria-label={t('import.reasons')}>
      {data?.items.map(({ code, rows }) => (
        <li key={code}>
          <button type="button" className="rf-toggle" aria-pressed={code === chosen} onClick={() => onChoose(code === chosen ? undefined : code)}>
            {t(`reason.${code}`, { defaultValue: code })} <strong>{figure(rows)}</strong>
          </button>
        </li>
      ))}
    </ul>
  );
}

function RowsTable({ rejected: { columns, items } }: { readonly rejected: Rejected }): React.JSX.Element {
  const { t } = useTranslation();
  const isOfCell = ({ column }: Reason): boolean => columns.some((each) => each.column === column);
  const others = items.some(({ reasons }) => !reasons.every(isOfCell));
  return (
    <table className="rf-table rf-table-tall rf-table-file">
      <thead>
        <tr>
          <th scope="col" className="rf-end rf-first">
            {t('import.cell.row')}
          </th>
          {columns.map(({ header }, index) => (
            <th key={`${index}${header}`} scope="col">
              {header}
            </th>
          ))}
          {others && <th scope="col">{t('import.cell.reason')}</th>}
        </tr>
      </thead>
      <tbody>
        {items.map(({ row, cells, reasons }) => (
          <tr key={row}>
            <td className="rf-end rf-first">{row}</td>
            {columns.map(({ header, column }, index) => (
              <FileCell key={`${index}${header}`} text={cells[index]} reasons={reasons.filter((reason) => reason.column === column)} />
            ))}
            {others && (
              <td>
                <ReasonLines reasons={reasons.filter((reason) => !isOfCell(reason))} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function FileCell({ text, reasons }: { readonly text: string | null | undefined; readonly reasons: readonly Reason[] }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <td className={reasons.length > 0 ? 'rf-wrong-cell' : undefined}>
      {text === null ? <span className="rf-dimmed">{t('import.cell.hidden')}</span> : text}
      <ReasonLines reasons={reasons} />
    </td>
  );
}

const ReasonLines = ({ reasons }: { readonly reasons: readonly Reason[] }): React.JSX.Element => (
  <>
    {reasons.map(({ column, code, message }) => (
      <p key={column + code} className="rf-reason">
        <span className="rf-bad">
          <Icon name="cross" />
        </span>{' '}
        {refusalWords({ code, message })} <span className="rf-mono rf-meta">{code}</span>
      </p>
    ))}
  </>
);
