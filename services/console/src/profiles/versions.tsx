import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Page, queryOf } from '../api/api.js';
import { useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { mayChangeProfile, PROFILES, type VersionSummary, type WholeProfile } from './profile.js';
import { VersionBy, VersionState } from './version-words.js';

const NewDraft = lazy(() => import('./new-draft.js'));

const AT_ONCE = 200;

/** The newest first; older ones when they are asked for. */
export const useVersions = (profileId: string) =>
  useInfiniteQuery({
    queryKey: [PROFILES, 'one', profileId, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      api<Page<VersionSummary>>(`${PROFILES}/${profileId}/versions${queryOf({ limit: AT_ONCE, cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });

/** The versions of a profile: drafts, the one that phones get, and earlier ones. */
export function Versions({ profile }: { readonly profile: WholeProfile }): React.JSX.Element {
  const { t } = useTranslation();
  const mayChange = mayChangeProfile(useMe(), profile);
  const [adding, setAdding] = useState(false);
  const { data: versions, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useVersions(profile.id);
  return (
    <section aria-labelledby="versions">
      <div className="rf-part-title">
        <h2 id="versions">{t('version.versions')}</h2>
        {mayChange && versions && (
          <Button size="xs" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('version.startDraft')}
          </Button>
        )}
      </div>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {versions?.length === 0 && <p className="rf-dimmed">{t(mayChange ? 'version.noneYet' : 'version.none')}</p>}
      <ul className="rf-plain-list rf-versions">
        {versions?.map((version) => (
          <li key={version.number}>
            <Link to={`/profiles/${profile.id}/versions/${version.number}`}>{t('version.numbered', { number: version.number })}</Link>
            <VersionState state={version.state} />
            <VersionBy version={version} />
            {version.note && <span>{version.note}</span>}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('version.older')}
        </Button>
      )}
      {adding && versions && (
        <Suspense fallback={null}>
          <NewDraft profile={profile} versions={versions} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </section>
  );
}
