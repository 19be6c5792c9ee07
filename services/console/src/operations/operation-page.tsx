import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '../api/api.js';
import { mayOf, useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Title } from '../frame/title.js';
import { figure, moment } from '../words/figures.js';
import { doneOf, isOver, type Operation, OPERATIONS, useOperation } from './operation.js';
import { OperationDevices } from './operation-devices.js';
import { OperationState } from './outcome-sign.js';

/** One restart or resync of phones, while it goes on and after: how far it is, and what became of each phone (CTL-03, UI-03). */
export default function OperationPage(): React.JSX.Element {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const { data, error, refetch } = useOperation(id);
  if (error && !data) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (!data) return <section className="rf-view" aria-busy="true" />;
  return (
    <section className="rf-view" aria-labelledby="title">
      <p className="rf-meta">
        <Link to="/operations">{t('nav.operations')}</Link>
      </p>
      <div className="rf-title">
        <Title>{t(`operation.${data.kind}.of`, { count: data.devices, figure: figure(data.devices) })}</Title>
        <OperationState state={data.state} />
      </div>
      <p className="rf-meta">{t('import.by', { name: data.startedBy.name, at: moment(data.createdAt) })}</p>
      {!isOver(data) && <UnderWay operation={data} />}
      <OperationDevices operation={data} />
    </section>
  );
}

function UnderWay({ operation }: { readonly operation: Operation }): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayCancel = mayOf(useMe()).changeDevices;
  const cancel = useMutation({
    mutationFn: () => api(`operations/${operation.id}/cancel`, { method: 'POST', body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: [OPERATIONS] }),
  });
  const done = doneOf(operation);
  return (
    <div className="rf-under-way">
      <p role="status">{t('operation.progress', { done: figure(done), devices: figure(operation.devices) })}</p>
      <Progress value={operation.devices === 0 ? 0 : (100 * done) / operation.devices} aria-label={t('operation.progressLabel')} />
      <p className="rf-meta">{t('import.leave')}</p>
      {mayCancel && (
        <Button variant="default" size="xs" loading={cancel.isPending} disabled={operation.state === 'cancelling'} onClick={() => cancel.mutate()}>
          {t('operation.cancel')}
        </Button>
      )}
      <p className="rf-meta">{t('operation.cancelKeeps')}</p>
      {cancel.error && <ProblemBox error={cancel.error} />}
    </div>
  );
}
