import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { queryOf } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Title } from '../frame/title.js';
import { Pager } from '../list/pager.js';
import { FIRST_PAGE_SIZE, usePreferences } from '../list/preferences.js';
import { figure, moment } from '../words/figures.js';
import { doneOf, type Operation, useOperations } from './operation.js';
import { OperationState } from './outcome-sign.js';

/** Restarts and resyncs so far, the newest first (CTL-03). */
export default function OperationsPage(): React.JSX.Element {
  const { t } = useTranslation();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [{ pageSize = FIRST_PAGE_SIZE }] = usePreferences();
  const { data, error, refetch } = useOperations(`operations${queryOf({ limit: pageSize, cursor: cursors.at(-1) })}`);
  const next = data?.nextCursor;
  return (
    <section className="rf-view" aria-labelledby="title">
      <div className="rf-title">
        <Title>{t('nav.operations')}</Title>
      </div>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="rf-dimmed rf-empty">{t('operation.none')}</p>}
      {data && data.items.length > 0 && <OperationsTable operations={data.items} />}
      {(cursors.length > 0 || next) && (
        <Pager
          before={cursors.length * pageSize}
          rows={data?.items.length ?? 0}
          onPrevious={cursors.length > 0 ? () => setCursors(cursors.slice(0, -1)) : undefined}
          onNext={next ? () => setCursors([...cursors, next]) : undefined}
        />
      )}
    </section>
  );
}

function OperationsTable({ operations }: { readonly operations: readonly Operation[] }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="rf-scroll rf-scroll-plain" tabIndex={0} role="region" aria-label={t('nav.operations')}>
      <table className="rf-table">
        <thead>
          <tr>
            {['what', 'state', 'devices', 'done', 'startedBy', 'startedAt'].map((name) => (
              <th key={name} scope="col" className={name === 'devices' || name === 'done' ? 'rf-end' : undefined}>
                {t(`operation.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {operations.map((operation) => (
            <tr key={operation.id}>
              <td>
                <Link to={`/operations/${operation.id}`}>{t(`operation.${operation.kind}.do`)}</Link>
              </td>
              <td>
                <OperationState state={operation.state} />
              </td>
              <td className="rf-end">{figure(operation.devices)}</td>
              <td className="rf-end">{figure(doneOf(operation))}</td>
              <td>{operation.startedBy.name}</td>
              <td>{moment(operation.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
