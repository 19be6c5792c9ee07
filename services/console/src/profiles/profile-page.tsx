import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { api, type Page } from '../api/api.js';
import { useMe } from '../api/me.js';
import type { Device } from '../devices/device.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Title } from '../frame/title.js';
import { TotalFigure } from '../list/total-figure.js';
import { Switched } from '../records/record-words.js';
import { moment } from '../words/figures.js';
import { Owner } from './owner.js';
import { isWhole, mayChangeProfile, maySeeVersions, type Profile, PROFILES, useModels, type WholeProfile } from './profile.js';
import { Versions } from './versions.js';

const EditProfile = lazy(() => import('./edit-profile.js'));
const MOST_DEVICES = 25;

/** A CPE profile: whose it is, for which models, its versions, and the devices that use it. */
export default function ProfilePage(): React.JSX.Element {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const seesVersions = maySeeVersions(useMe());
  const { data, error, refetch } = useQuery({ queryKey: [PROFILES, 'one', id], queryFn: () => api<Profile>(`${PROFILES}/${id}`) });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (!data) return <section className="rf-view" aria-busy="true" />;
  const whole = isWhole(data) ? data : undefined;
  return (
    <section className="rf-view" aria-labelledby="title">
      <p className="rf-meta">
        <Link to="/profiles">{t('nav.profiles')}</Link>
      </p>
      <div className="rf-title">
        <Title>{data.name}</Title>
        {whole && <Edit profile={whole} />}
      </div>
      {whole && <Facts profile={whole} />}
      {whole && seesVersions && <Versions profile={whole} />}
      <DevicesOf id={id} />
    </section>
  );
}

/** Its settings, in the form of every record; once it is deleted its page is gone. */
function Edit({ profile }: { readonly profile: WholeProfile }): React.JSX.Element | null {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [editing, setEditing] = useState(false);
  if (!mayChangeProfile(useMe(), profile)) return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setEditing(true)}>
        {t('action.edit')}
      </Button>
      {editing && (
        <Suspense fallback={null}>
          <EditProfile id={profile.id} onClose={() => setEditing(false)} onGone={() => void navigate('/profiles')} />
        </Suspense>
      )}
    </>
  );
}

function Facts({ profile }: { readonly profile: WholeProfile }): React.JSX.Element {
  const { t } = useTranslation();
  const models = useModels(profile.modelIds);
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['owner', <Owner key="" profile={profile} />],
    ['shared', <Switched key="" value={profile.shared} />],
    ['parent', <Parent key="" id={profile.parentId} />],
    ['models', models?.map(({ name }) => name).join(', ')],
    ['publishedVersion', profile.publishedVersion ?? t('word.none')],
    ['createdAt', profile.createdAt && moment(profile.createdAt)],
    ['updatedAt', profile.updatedAt && moment(profile.updatedAt)],
  ];
  return (
    <dl className="rf-details">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`profile.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Parent({ id }: { readonly id: string | null }): React.JSX.Element {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: [PROFILES, 'one', id], queryFn: () => api<Profile>(`${PROFILES}/${id}`), enabled: id !== null });
  return data ? <Link to={`/profiles/${data.id}`}>{data.name}</Link> : <>{t('profile.noParent')}</>;
}

function DevicesOf({ id }: { readonly id: string }): React.JSX.Element | null {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['devices', 'of-profile', id],
    queryFn: () => api<Page<Device>>(`devices?profile=${id}&sort=name&limit=${MOST_DEVICES}`),
  });
  if (error) return <ProblemBox error={error} />;
  if (!data) return null;
  return (
    <>
      <h2>
        {t('profile.usedBy')} <TotalFigure total={data.total} />
      </h2>
      {data.items.length === 0 ? (
        <p className="rf-dimmed">{t('profile.unused')}</p>
      ) : (
        <ul className="rf-plain-list">
          {data.items.map(({ id: device, name, model, macAddress }) => (
            <li key={device}>
              <Link to={`/devices/${device}`}>{name}</Link>
              <span className="rf-meta">{model.name}</span>
              {macAddress && <span className="rf-mono">{macAddress}</span>}
            </li>
          ))}
        </ul>
      )}
      {data.items.length > 0 && <Link to={`/devices?f.profile=${id}`}>{t('profile.seeAll')}</Link>}
    </>
  );
}
