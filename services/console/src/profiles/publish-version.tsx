import { Button } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import { CountTyped, isTyped, TYPED_FROM } from '../frame/count-typed.js';
import { Dialog } from '../frame/dialog.js';
import { ProblemBox } from '../frame/problem-box.js';
import { figure } from '../words/figures.js';
import { refusalWords } from '../words/refusal-words.js';
import { PROFILES, type Version, type WholeProfile } from './profile.js';
import type { TemplateProblem } from './template-editor.js';

/** Of a template that cannot be published: which file, and what is wrong with it. */
export interface FailedTemplate extends TemplateProblem {
  readonly file: string;
}

interface PublishVersionProps {
  readonly profile: WholeProfile;
  readonly version: Version;
  readonly onFailed: (failed: readonly FailedTemplate[]) => void;
  readonly onClose: () => void;
}

/** Phones get it from then on: it says how many, and asks; of many the count is typed (UI-02c). */
export default function PublishVersion({ profile, version, onFailed, onClose }: PublishVersionProps): React.JSX.Element {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const uses = useQuery({
    queryKey: [PROFILES, 'uses', profile.id],
    queryFn: () => api<{ items: readonly Schemas['ProfileUsers'][] }>(`${PROFILES}/${profile.id}/uses`),
    staleTime: 0,
  });
  const publish = useMutation({
    mutationFn: () => api<Version>(`${PROFILES}/${profile.id}/versions/${version.number}/publish`, { method: 'POST', ifMatch: version.version }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: [PROFILES] });
    },
    onError: (error) => onFailed(failedOf(error)),
  });
  const totalOf = (kind: 'device' | 'profile'): number => uses.data?.items.find((each) => each.kind === kind)?.total ?? 0;
  const phones = totalOf('device');
  const mustType = phones > TYPED_FROM;
  const heirs = uses.data?.items.find(({ kind }) => kind === 'profile');
  const button = uses.data ? t('publish.button', { count: phones, figure: figure(phones) }) : t('publish.publish');
  return (
    <Dialog title={t('publish.title', { number: version.number, name: profile.name })} size={520} onClose={onClose}>
      {uses.error && <ProblemBox error={uses.error} retry={() => void uses.refetch()} />}
      {uses.data && (
        <p>
          {t('publish.phones', { count: phones, figure: figure(phones) })}{' '}
          {t('publish.models', { count: profile.modelIds.length, figure: figure(profile.modelIds.length) })}
        </p>
      )}
      {heirs && (
        <p>
          {t('publish.heirs', { count: heirs.total, figure: figure(heirs.total) })}{' '}
          {heirs.items.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link to={`/profiles/${id}`}>{name}</Link>
            </span>
          ))}
        </p>
      )}
      <p className="rf-meta">{t(version.state === 'earlier' ? 'publish.again' : 'publish.lasts')}</p>
      {mustType && <CountTyped count={phones} typed={typed} onTyped={setTyped} />}
      {publish.error && <ProblemBox error={publish.error} />}
      <div className="rf-dialog-foot">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <Button loading={publish.isPending} disabled={!uses.data || (mustType && !isTyped(typed, phones))} onClick={() => publish.mutate()}>
          {button}
        </Button>
      </div>
    </Dialog>
  );
}

const failedOf = (error: unknown): readonly FailedTemplate[] =>
  error instanceof Problem && error.code === 'template_fails'
    ? (error.document.errors ?? []).map(({ field, line = null, ...said }) => ({ file: field, line, message: refusalWords(said) }))
    : [];
