import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { UsedBy } from './used-by.js';
import { type RecordKind, titleOf, type TreeRecord } from './record-kind.js';

interface DeleteRecordProps {
  readonly kind: RecordKind;
  readonly record: TreeRecord;
  readonly onDone: () => void;
}

/** Asks once more, with the name; what is in use is refused by the service, which says by what. */
export function DeleteRecord({ kind, record, onDone }: DeleteRecordProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: (query: string) => api(`${kind.key}/${record.id}${query}`, { method: 'DELETE', ifMatch: record.version }),
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: [kind.key] });
    },
  });
  const word = kind.key === 'service-keys' ? 'revoke' : 'delete';
  const anyway = remove.error instanceof Problem && remove.error.document.code === kind.deleteAnyway?.code ? `?${kind.deleteAnyway.query}` : '';
  if (!asked)
    return (
      <Button variant="outline" color="red" onClick={() => setAsked(true)}>
        {t(`action.${word}`)}…
      </Button>
    );
  return (
    <div className="rf-confirm" role="group" aria-label={t(`record.${word}Question`, { name: titleOf(record) })}>
      <p>{t(`record.${word}Question`, { name: titleOf(record) })}</p>
      {remove.error && <ProblemBox error={remove.error} />}
      <UsedBy error={remove.error} />
      <Button variant="default" data-autofocus onClick={() => setAsked(false)}>
        {t('action.keep')}
      </Button>
      <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(anyway)}>
        {t(anyway === '' ? `action.${word}` : 'action.deleteAnyway')}
      </Button>
    </div>
  );
}
