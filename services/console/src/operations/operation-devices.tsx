import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { queryOf } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Pager } from '../list/pager.js';
import { figure, moment } from '../words/figures.js';
import { isOver, type Operation, type OperationDevice, type Outcome, OUTCOMES, useOperationDevices } from './operation.js';
import { OutcomeSign } from './outcome-sign.js';

const SHOWN = 100;
const OUTCOME = 'outcome';

/** How many phones came to which outcome, and which; an outcome filters them, and once more shows all. The address keeps it. */
export function OperationDevices({ operation }: { readonly operation: Operation }): React.JSX.Element {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const chosen = OUTCOMES.find((outcome) => outcome === params.get(OUTCOME));
  const path = `operations/${operation.id}/devices${queryOf({ limit: SHOWN, cursor: cursors.at(-1), outcome: chosen })}`;
  const { data, error, refetch } = useOperationDevices(path, isOver(operation));
  const next = data?.nextCursor;
  const choose = (outcome: Outcome): void => {
    setCursors([]);
    setParams(outcome === chosen ? {} : { outcome });
  };
  return (
    <>
      <h2>{t('operation.outcomes')}</h2>
      <ul className="rf-reason-filter" aria-label={t('operation.outcomes')}>
        {OUTCOMES.flatMap((outcome) => {
          const count = operation.counts[outcome] ?? 0;
          if (count === 0 && outcome !== chosen) return [];
          return [
            <li key={outcome}>
              <button type="button" className="rf-toggle" aria-pressed={outcome === chosen} onClick={() => choose(outcome)}>
                <OutcomeSign outcome={outcome} /> {figure(count)}
              </button>
            </li>,
          ];
        })}
      </ul>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      <div className="rf-scroll rf-scroll-plain" tabIndex={0} role="region" aria-label={t('operation.outcomes')}>
        <DevicesTable devices={data?.items ?? []} />
      </div>
      {(cursors.length > 0 || next) && (
        <Pager
          before={cursors.length * SHOWN}
          rows={data?.items.length ?? 0}
          onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
          onNext={next ? () => setCursors([...cursors, next]) : undefined}
        />
      )}
    </>
  );
}

function DevicesTable({ devices }: { readonly devices: readonly OperationDevice[] }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <table className="rf-table">
      <thead>
        <tr>
          {['device.name', 'operation.outcomeOf', 'operation.code', 'operation.sentAt', 'operation.endedAt'].map((name) => (
            <th key={name} scope="col">
              {t(name)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {devices.map(({ deviceId, name, outcome, code, sentAt, endedAt }) => (
          <tr key={deviceId}>
            <td>
              <Link to={`/devices/${deviceId}/status`}>{name}</Link>
            </td>
            <td>
              <OutcomeSign outcome={outcome} />
            </td>
            <td className="rf-mono">{code}</td>
            <td>{sentAt && moment(sentAt)}</td>
            <td>{endedAt && moment(endedAt)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
