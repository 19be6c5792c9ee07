import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { duration, figure, moment } from '../words/figures.js';
import { refusalWords } from '../words/refusal-words.js';
import { DownloadMenu } from './download-menu.js';
import { DropZone } from './drop-zone.js';
import { type Import, IMPORTS, isOver, useImport } from './import.js';
import { ImportState } from './import-state.js';
import { ImportSum } from './import-sum.js';
import { MapColumns } from './map-columns.js';
import { RejectedRows } from './rejected-rows.js';
import { Title } from '../frame/title.js';

/** What is mended by saying which column is which. */
const HEADER_PROBLEMS = ['missing_column', 'doubled_column'];

/** One import, while it runs and after: progress, the sum, what was rejected and why, and the way to the next round. */
export default function ImportPage(): React.JSX.Element {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const { data, error, refetch } = useImport(id);
  if (error && !data) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (!data) return <section className="rf-view" aria-busy="true" />;
  return (
    <section className="rf-view" aria-labelledby="title">
      <p className="rf-meta">
        <Link to="/imports">{t('nav.imports')}</Link>
      </p>
      <div className="rf-title">
        <Title>{data.fileName}</Title>
        <ImportState state={data.state} />
      </div>
      <p className="rf-meta">{t('import.by', { name: data.startedBy.name, at: moment(data.createdAt) })}</p>
      <Warnings of={data} />
      {data.problem && (
        <div className="rf-problem" role="alert">
          <div>
            <strong>{refusalWords(data.problem)}</strong>
            <p className="rf-meta rf-mono">{data.problem.code}</p>
          </div>
        </div>
      )}
      {data.problem && HEADER_PROBLEMS.includes(data.problem.code) && <MapColumns id={id} />}
      {!isOver(data) && <UnderWay of={data} />}
      {isOver(data) && data.state !== 'failed' && <Result of={data} />}
    </section>
  );
}

function Warnings({ of: { warnings, ignoredColumns } }: { readonly of: Import }): React.JSX.Element | null {
  const { t } = useTranslation();
  if (warnings.length === 0 && ignoredColumns.length === 0) return null;
  return (
    <ul className="rf-warnings">
      {warnings.map(({ code, importId }) => (
        <li key={code}>
          {t(`import.warning.${code}`)} <Link to={`/imports/${importId}`}>{t('import.earlier')}</Link>
        </li>
      ))}
      {ignoredColumns.length > 0 && <li>{t('import.ignored', { columns: ignoredColumns.join(', ') })}</li>}
    </ul>
  );
}

function UnderWay({ of: { id, counts, progress, state } }: { readonly of: Import }): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api(`imports/${id}/cancel`, { method: 'POST', body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: [IMPORTS, id] }),
  });
  const done = counts.applied + counts.unchanged + counts.rejected;
  const reading = state === 'accepted' || state === 'scanning';
  return (
    <div className="rf-under-way">
      <p role="status">
        {reading ? t('import.reading', { figure: figure(progress?.rowsRead ?? 0) }) : t('import.applying', { done: figure(done), rows: figure(counts.rows) })}
        {typeof progress?.rate === 'number' && ` · ${t('import.rate', { figure: figure(Math.round(progress.rate)) })}`}
        {typeof progress?.secondsLeft === 'number' && ` · ${t('import.left', { time: duration(progress.secondsLeft) })}`}
        {counts.rejected > 0 && ` · ${t('import.rejectedSoFar', { count: counts.rejected, figure: figure(counts.rejected) })}`}
      </p>
      <Progress value={progress?.percent ?? 0} aria-label={t('import.progress')} animated={reading} />
      <p className="rf-meta">{t('import.leave')}</p>
      <Button variant="default" size="xs" loading={cancel.isPending} disabled={state === 'cancelling'} onClick={() => cancel.mutate()}>
        {t('import.cancel')}
      </Button>
      <p className="rf-meta">{t('import.cancelKeeps')}</p>
      {cancel.error && <ProblemBox error={cancel.error} />}
    </div>
  );
}

function Result({ of }: { readonly of: Import }): React.JSX.Element {
  const { t } = useTranslation();
  const { counts, createdAt, finishedAt } = of;
  const seconds = finishedAt ? (Date.parse(finishedAt) - Date.parse(createdAt)) / 1000 : undefined;
  return (
    <>
      <ImportSum counts={counts} />
      <div className="rf-actions">
        {seconds !== undefined && <span className="rf-meta">{duration(seconds)}</span>}
        {counts.rejected > 0 && <DownloadMenu label={t('import.errorList')} path={`imports/${of.id}/errors`} name="errors" />}
        {counts.applied > 0 && <Link to="/devices?sort=-updatedAt">{t('import.seeDevices')}</Link>}
      </div>
      {counts.rejected > 0 && (
        <>
          <RejectedRows id={of.id} count={counts.rejected} />
          <DropZone title={t('import.dropMended')} />
        </>
      )}
    </>
  );
}
