import { Button, Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemBox } from '../frame/problem-box.js';
import { useScope } from '../frame/scope.js';
import type { ListAddress } from '../list/list-address.js';
import { countOf, type Selection } from '../list/selection.js';
import { RecordField } from '../records/record-field.js';
import { figure } from '../words/figures.js';
import { type BatchChange, previewBatch, selectOf } from './batch.js';
import { BatchConfirm } from './batch-confirm.js';
import { filtersIn } from './device-list.js';

interface BatchPanelProps {
  readonly address: ListAddress;
  readonly selection: Selection;
  readonly matching: number;
  readonly onDone: () => void;
}

/** What is done with the phones that are ticked; before they are filtered by one "managed by" they can be deleted alone (INV-12). */
export default function BatchPanel({ address, selection, matching, onDone }: BatchPanelProps): React.JSX.Element {
  const { t } = useTranslation();
  const scope = useScope();
  const [assigns, setAssigns] = useState(false);
  const [customer, setCustomer] = useState<unknown>(null);
  const [owned, setOwned] = useState(false);
  const [changesProfiles, setChangesProfiles] = useState(false);
  const [profiles, setProfiles] = useState<Readonly<Record<string, string>>>({});
  const count = countOf(selection, matching);
  const managed = filtersIn(scope, address.filters)['managedBy'] !== undefined;
  const select = selectOf(selection, scope, address);
  const chosen: BatchChange = {
    ...(assigns && { assignTo: typeof customer === 'string' ? customer : null }),
    ...(assigns && owned && { customerOwned: true }),
    ...(changesProfiles && { profiles }),
  };
  const ask = useMutation({ mutationFn: async (change: BatchChange) => ({ change, preview: await previewBatch(select, change) }) });
  const models = useMutation({ mutationFn: () => previewBatch(select, { delete: true }) });
  const askModels = (on: boolean): void => {
    setChangesProfiles(on);
    if (on) models.mutate();
  };
  if (ask.data) return <BatchConfirm {...ask.data} select={select} isAll={selection.kind === 'all'} onCancel={ask.reset} onDone={onDone} />;
  return (
    <aside className="rf-batch" aria-label={t('batch.title')}>
      <h2>{t('batch.selected', { count, figure: figure(count) })}</h2>
      {count === 0 && <p className="rf-dimmed">{t('batch.none')}</p>}
      {!managed && <p className="rf-meta">{t('batch.filterFirst')}</p>}
      <Checkbox size="xs" label={t('batch.assign')} disabled={!managed} checked={assigns} onChange={(event) => setAssigns(event.currentTarget.checked)} />
      {assigns && managed && (
        <RecordField
          field={{ name: 'assignTo', kind: 'record', of: 'customers', none: 'batch.nobody' }}
          label={t('batch.customer')}
          value={customer}
          error={undefined}
          disabled={false}
          onChange={setCustomer}
        />
      )}
      <Checkbox
        size="xs"
        label={t('batch.owned')}
        description={assigns ? undefined : t('batch.ownedNeeds')}
        disabled={!managed || !assigns}
        checked={assigns && owned}
        onChange={(event) => setOwned(event.currentTarget.checked)}
      />
      <Checkbox
        size="xs"
        label={t('batch.profiles')}
        disabled={!managed || count === 0}
        checked={changesProfiles}
        onChange={(event) => askModels(event.currentTarget.checked)}
      />
      {changesProfiles &&
        models.data?.models.map(({ id, name, devices }) => (
          <RecordField
            key={id}
            field={{ name: 'profile', kind: 'record', of: 'profiles' }}
            label={`${name} (${figure(devices)})`}
            value={profiles[id]}
            error={undefined}
            disabled={false}
            onChange={(profile) => setProfiles({ ...profiles, [id]: String(profile) })}
          />
        ))}
      {(ask.error ?? models.error) && <ProblemBox error={ask.error ?? models.error} />}
      <div className="rf-batch-foot">
        <Button size="xs" disabled={count === 0 || Object.keys(chosen).length === 0} loading={ask.isPending} onClick={() => ask.mutate(chosen)}>
          {t('batch.update', { count, figure: figure(count) })}
        </Button>
        <Button size="xs" variant="outline" color="red" disabled={count === 0 || ask.isPending} onClick={() => ask.mutate({ delete: true })}>
          {t('action.delete')}…
        </Button>
      </div>
    </aside>
  );
}
