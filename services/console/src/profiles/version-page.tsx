import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api } from '../api/api.js';
import { Problem } from '../api/problem.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Title } from '../frame/title.js';
import { useInherited } from './inherited.js';
import { isWhole, type Profile, PROFILES, type Version } from './profile.js';
import './profiles.css';
import { VersionEditor } from './version-editor.js';

/** A version of a CPE profile: a draft is worked on, what was published is looked at. */
export default function VersionPage(): React.JSX.Element {
  const { id = '', number = '' } = useParams();
  const { t } = useTranslation();
  const profile = useQuery({ queryKey: [PROFILES, 'one', id], queryFn: () => api<Profile>(`${PROFILES}/${id}`) });
  const version = useQuery({
    queryKey: [PROFILES, 'one', id, 'versions', Number(number)],
    queryFn: () => api<Version>(`${PROFILES}/${id}/versions/${number}`),
  });
  // What is read again in the background and fails takes nothing from the screen: there may be typed text.
  const error = (profile.data ? null : profile.error) ?? (version.data ? null : version.error);
  const isGone = version.error instanceof Problem && version.error.status === 404;
  const retry = (): void => {
    void profile.refetch();
    void version.refetch();
  };
  const whole = profile.data && isWhole(profile.data) ? profile.data : undefined;
  const isMissing = profile.data !== undefined && whole === undefined;
  return (
    <section className="rf-view" aria-labelledby="title" aria-busy={!version.data && !error}>
      <p className="rf-meta">
        <Link to="/profiles">{t('nav.profiles')}</Link>
        {' › '}
        <Link to={`/profiles/${id}`}>{profile.data?.name ?? ''}</Link>
      </p>
      {(error !== null || isMissing) && <Title>{t('version.numbered', { number })}</Title>}
      {error && <ProblemBox error={error} retry={retry} />}
      {isMissing && <p>{t('notFound.title')}</p>}
      {whole && version.data && !error && <Inheriting key={version.data.number} profile={whole} version={version.data} isGone={isGone} />}
    </section>
  );
}

/** What is typed of inherited secrets must not be kept either, so these are known first. */
function Inheriting({ profile, version, isGone }: Omit<React.ComponentProps<typeof VersionEditor>, 'inherited'>): React.JSX.Element | null {
  const inherited = useInherited(profile.parentId);
  // Published meanwhile, it is another thing: nothing of it can be typed.
  return inherited ? <VersionEditor key={version.state} profile={profile} version={version} inherited={inherited} isGone={isGone} /> : null;
}
