import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { Draft } from './draft.js';
import { PROFILES, type Version } from './profile.js';

interface DraftLeftProps {
  readonly profileId: string;
  readonly draft: Draft;
  /** It was discarded, and not published. */
  readonly isGone: boolean;
}

/** Somebody published or discarded the draft while one was typing: it goes into a new one. */
export function DraftLeft({ profileId, draft, isGone }: DraftLeftProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { part = 'templates' } = useParams();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID()); // a second click makes no second draft
  const { number } = draft.saved;
  const add = useMutation({
    mutationFn: () => api<Version>(`${PROFILES}/${profileId}/versions`, { method: 'POST', body: draft.left, idempotencyKey: key }),
    onSuccess: async (made) => {
      draft.forget();
      await queries.invalidateQueries({ queryKey: [PROFILES] });
      void navigate(`/profiles/${profileId}/versions/${made.number}/${part}`);
    },
  });
  const forget = (): void => {
    draft.forget();
    if (isGone) void navigate(`/profiles/${profileId}`);
  };
  return (
    <div className="rf-problem" role="alert">
      <div>
        <strong>{t(isGone ? 'version.discardedMeanwhile' : 'version.publishedMeanwhile', { number })}</strong>
        {add.error && <ProblemBox error={add.error} />}
        <Button variant="default" size="xs" loading={add.isPending} onClick={() => add.mutate()}>
          {t(isGone ? 'version.saveAsDraft' : 'version.goOnInDraft')}
        </Button>{' '}
        <Button variant="subtle" size="xs" onClick={forget}>
          {t('version.forgetTyped')}
        </Button>
      </div>
    </div>
  );
}
