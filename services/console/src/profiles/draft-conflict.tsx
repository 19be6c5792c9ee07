import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { comeInSight } from '../frame/come-to.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import { contentOf, differing } from './content.js';
import type { Draft } from './draft.js';
import { PROFILES, type Version } from './profile.js';

/** Somebody saved the draft first (412): what they changed and what oneself did; one goes on with both. */
export function DraftConflict({ profileId, draft }: { readonly profileId: string; readonly draft: Draft }): React.JSX.Element | null {
  const { t } = useTranslation();
  const { saved, content } = draft;
  const { data: theirs, error } = useQuery({
    queryKey: [PROFILES, 'one', profileId, 'versions', saved.number, 'now'],
    queryFn: () => api<Version>(`${PROFILES}/${profileId}/versions/${saved.number}`),
    staleTime: 0,
    gcTime: 0,
  });
  if (error) return <ProblemBox error={error} />;
  if (!theirs) return null;
  const before = contentOf(saved);
  const mine = differing(before, content).map(({ part, name }) => `${part} ${name}`);
  return (
    <div className="rf-problem" role="alert" ref={comeInSight}>
      <div>
        <strong>{t('record.changedMeanwhile', { at: moment(theirs.updatedAt) })}</strong>
        <ul>
          {differing(before, contentOf(theirs)).map(({ part, name }) => (
            <li key={`${part} ${name}`}>
              {t(`version.differing.${part}`)} <span className="rf-mono">{name}</span>
              {mine.includes(`${part} ${name}`) && ` – ${t('version.youToo')}`}
            </li>
          ))}
        </ul>
        <Button variant="default" size="xs" onClick={() => draft.take(theirs)}>
          {t('record.goOn')}
        </Button>
      </div>
    </div>
  );
}
