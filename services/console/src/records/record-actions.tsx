import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { RecordKind, TreeRecord } from './record-kind.js';

interface RecordActionsProps {
  readonly kind: RecordKind;
  readonly record: TreeRecord;
  /** Of a key that was just made. */
  readonly secret?: string;
  readonly onClose: () => void;
}

interface Given {
  readonly url?: string;
  readonly clientSecret?: string;
}

const ACTIONS: Readonly<Record<string, { readonly path: string; readonly word: string }>> = {
  users: { path: 'password-link', word: 'passwordLink' },
  'service-keys': { path: 'rotate', word: 'rotate' },
};

/** What is given out once and never shown again: a link to set a password, the secret of a key. */
export function RecordActions({ kind, record, secret, onClose }: RecordActionsProps): React.JSX.Element | null {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const action = ACTIONS[kind.key];
  const act = useMutation({
    mutationFn: () => api<Given>(`${kind.key}/${record.id}/${action?.path}`, { method: 'POST', body: {}, ifMatch: record.version }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [kind.key] }),
  });
  if (!action) return null;
  const given = secret ?? act.data?.url ?? act.data?.clientSecret;
  return (
    <div className="rf-once">
      {given === undefined ? (
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate()}>
          {t(`action.${action.word}`)}
        </Button>
      ) : (
        <>
          <p>{t(`record.once.${action.word}`)}</p>
          {typeof record['clientId'] === 'string' && <p className="rf-mono">{record['clientId']}</p>}
          <p className="rf-mono rf-secret">{given}</p>
          <Button variant="default" onClick={onClose}>
            {t('action.close')}
          </Button>
        </>
      )}
      {act.error && <ProblemBox error={act.error} />}
    </div>
  );
}
