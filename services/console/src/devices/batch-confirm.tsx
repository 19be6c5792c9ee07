import { Button, Progress } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { CountTyped, isTyped, TYPED_FROM } from '../frame/count-typed.js';
import { ProblemBox } from '../frame/problem-box.js';
import { DownloadMenu } from '../imports/download-menu.js';
import { figure } from '../words/figures.js';
import { refusalWords } from '../words/refusal-words.js';
import { type AskedBatch, type Batch, startBatch } from './batch.js';
import { DEVICES } from './device-list.js';
import { FirstNames } from './first-names.js';

interface BatchConfirmProps {
  readonly asked: AskedBatch;
  /** What is selected now is not what was asked about. */
  readonly isOutdated: boolean;
  readonly onOutdated: () => void;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

const WATCH_MS = 700;

/** What would come of it, before it does: how many, who is refused and why. Of many, the count is typed (UI-02c). */
export function BatchConfirm({ asked, isOutdated, onOutdated, onCancel, onDone }: BatchConfirmProps): React.JSX.Element {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const start = useMutation({ mutationFn: () => startBatch(asked, key) });
  const isGone = isOutdated && !start.isPending && !start.data;
  useEffect(() => {
    if (isGone) onOutdated();
  }, [isGone, onOutdated]);
  const { change, chosen, preview } = asked;
  const { count } = preview;
  const mustType = chosen.selection.kind === 'all' || count > TYPED_FROM;
  const word = change.delete ? 'delete' : 'update';
  if (start.data) return <BatchResult id={start.data.id} onDone={onDone} />;
  return (
    <aside className="rf-batch" aria-label={t('batch.title')}>
      <h2>{t(`batch.${word}Question`, { count, figure: figure(count) })}</h2>
      <p>{t(change.delete ? 'batch.wouldDelete' : 'batch.wouldChange', { count: preview.applied, figure: figure(preview.applied) })}</p>
      {preview.refused > 0 && <p className="rf-bad">{t('batch.wouldRefuse', { count: preview.refused, figure: figure(preview.refused) })}</p>}
      <FirstNames chosen={chosen} count={count} />
      <ul className="rf-reasons">
        {preview.reasons.map(({ code, message, devices }) => (
          <li key={code}>
            {figure(devices)} × {refusalWords({ code, message })} <span className="rf-mono rf-meta">{code}</span>
          </li>
        ))}
      </ul>
      {preview.judged < count && <p className="rf-meta">{t('batch.judged', { figure: figure(preview.judged) })}</p>}
      {mustType && <CountTyped count={count} typed={typed} onTyped={setTyped} />}
      {start.error && <ProblemBox error={start.error} />}
      <div className="rf-batch-foot">
        <Button size="xs" variant="default" onClick={onCancel}>
          {t('action.back')}
        </Button>
        <Button
          size="xs"
          color={change.delete ? 'red' : 'blue'}
          loading={start.isPending}
          disabled={isOutdated || (mustType && !isTyped(typed, count))}
          onClick={() => start.mutate()}
        >
          {t(`batch.${word}`, { count, figure: figure(count) })}
        </Button>
      </div>
    </aside>
  );
}

/** The result stays where it was asked for: how many done, how many refused, and which. */
function BatchResult({ id, onDone }: { readonly id: string; readonly onDone: () => void }): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ['batch', id],
    queryFn: () => api<Batch>(`device-batches/${id}`),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : WATCH_MS),
  });
  const over = data !== undefined && isOver(data);
  const refused = useQuery({
    queryKey: ['batch', id, 'refused'],
    queryFn: () =>
      api<{ items: readonly { id: string; name: string; reasons: readonly { code: string; message: string }[] }[] }>(
        `device-batches/${id}/devices?outcome=refused&limit=50`,
      ),
    enabled: over && data.counts.refused > 0,
  });
  useEffect(() => {
    if (over) void queries.invalidateQueries({ queryKey: [DEVICES] });
  }, [over, queries]);
  const counts = data?.counts;
  return (
    <aside className="rf-batch" aria-label={t('batch.title')}>
      <h2>{t(over ? 'batch.over' : 'batch.running')}</h2>
      {error && <ProblemBox error={error} />}
      {!over && <Progress value={data?.progress?.percent ?? 0} aria-label={t('batch.running')} />}
      {counts && (
        <p role="status">
          {t('batch.counts', { done: figure(counts.applied + counts.unchanged), refused: figure(counts.refused), rest: figure(counts.notReached) })}
        </p>
      )}
      <ul className="rf-reasons">
        {refused.data?.items.map(({ id: device, name, reasons }) => (
          <li key={device}>
            <strong>{name}</strong> {reasons.map(refusalWords).join(' ')}
          </li>
        ))}
      </ul>
      <div className="rf-batch-foot">
        {refused.data && <DownloadMenu label={t('batch.failures')} path={`device-batches/${id}/failures`} name="failures" />}
        <Button size="xs" variant="default" onClick={onDone}>
          {t('action.close')}
        </Button>
      </div>
    </aside>
  );
}

const isOver = ({ state }: Batch): boolean => ['completed', 'cancelled', 'failed'].includes(state);
