import { Button } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Page, queryOf } from '../api/api.js';
import { useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { TotalFigure } from '../list/total-figure.js';
import { Icon, type IconName } from '../look/icon.js';
import { maySeeVersions } from '../profiles/profile.js';
import { figure, moment } from '../words/figures.js';
import { DEVICES } from './device-list.js';

type Fetch = Schemas['FetchView'];

const AT_ONCE = 25;
const COLUMNS = ['at', 'outcome', 'asked', 'served', 'bytes', 'remoteIp', 'firmware', 'userAgent'] as const;

/** What the phone asked for and what became of it, the newest first (PRV-06). */
export function FetchLog({ deviceId }: { readonly deviceId: string }): React.JSX.Element {
  const { t } = useTranslation();
  const seesVersions = maySeeVersions(useMe());
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [DEVICES, deviceId, 'fetches'],
    queryFn: ({ pageParam, signal }) => api<Page<Fetch>>(`devices/${deviceId}/fetches${queryOf({ limit: AT_ONCE, cursor: pageParam })}`, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const fetches = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="fetches">
      <h2 id="fetches">
        {t('fetch.title')} <TotalFigure total={data?.pages[0]?.total} />
      </h2>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {data && fetches.length === 0 && <p className="rf-dimmed">{t('fetch.none')}</p>}
      {fetches.length > 0 && (
        <div className="rf-sideways" tabIndex={0} role="region" aria-label={t('fetch.title')}>
          <table className="rf-table rf-table-file">
            <thead>
              <tr>
                {COLUMNS.filter((name) => seesVersions || name !== 'served').map((name) => (
                  <th key={name} scope="col" className={name === 'bytes' ? 'rf-end' : undefined}>
                    {t(`fetch.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {fetches.map((fetch) => (
                <FetchRow key={fetch.id} fetch={fetch} seesVersions={seesVersions} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('fetch.more')}
        </Button>
      )}
    </section>
  );
}

function FetchRow({ fetch, seesVersions }: { readonly fetch: Fetch; readonly seesVersions: boolean }): React.JSX.Element {
  const { t } = useTranslation();
  const { at, method, file, served, bytes, remoteIp, firmware, userAgent } = fetch;
  const { icon, tone, words } = outcomeOf(fetch, t);
  return (
    <tr>
      <td>
        <time dateTime={at}>{moment(at)}</time>
      </td>
      <td>
        <span className={`rf-state rf-${tone}`}>
          <Icon name={icon} />
          {words}
        </span>
      </td>
      <td className="rf-mono">
        {method} {file}
      </td>
      {seesVersions && (
        <td>{served && <Link to={`/profiles/${served.profileId}/versions/${served.version}`}>{t('version.numbered', { number: served.version })}</Link>}</td>
      )}
      <td className="rf-end">{bytes > 0 && figure(bytes)}</td>
      <td className="rf-mono">{remoteIp}</td>
      <td className="rf-mono">{firmware}</td>
      <td>{userAgent}</td>
    </tr>
  );
}

interface Outcome {
  readonly icon: IconName;
  readonly tone: string;
  readonly words: string;
}

function outcomeOf({ reason, status, method }: Fetch, t: TFunction): Outcome {
  if (reason !== null) return { icon: 'cross', tone: 'bad', words: t(`fetch.reason.${reason}`, { defaultValue: reason }) };
  if (status === 304) return { icon: 'check', tone: 'dimmed', words: t('fetch.unchanged') };
  return { icon: 'check', tone: 'good', words: t(method === 'PUT' ? 'fetch.brought' : 'fetch.given') };
}
