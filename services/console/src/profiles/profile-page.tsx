import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { api, type Page } from '../api/api.js';
import type { Named } from '../api/me.js';
import type { Device } from '../devices/device.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Title } from '../frame/title.js';
import { TotalFigure } from '../list/total-figure.js';
import { Switched } from '../records/record-words.js';
import { moment } from '../words/figures.js';
import { Owner } from './owner.js';
import type { Profile } from './profile.js';

const MOST_DEVICES = 25;

/** A CPE profile: whose it is, for which models, and the devices that use it. */
export default function ProfilePage(): React.JSX.Element {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: ['profiles', 'one', id], queryFn: () => api<Profile>(`profiles/${id}`) });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (!data) return <section className="rf-view" aria-busy="true" />;
  return (
    <section className="rf-view" aria-labelledby="title">
      <p className="rf-meta">
        <Link to="/profiles">{t('nav.profiles')}</Link>
      </p>
      <div className="rf-title">
        <Title>{data.name}</Title>
      </div>
      {data.modelIds && <Facts profile={data} modelIds={data.modelIds} />}
      <DevicesOf id={id} />
    </section>
  );
}

function Facts({ profile, modelIds }: { readonly profile: Profile; readonly modelIds: readonly string[] }): React.JSX.Element {
  const { t } = useTranslation();
  const { data: models } = useQuery({
    queryKey: ['models', 'named', modelIds],
    queryFn: () => Promise.all(modelIds.map((id) => api<Named>(`models/${id}`))),
  });
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['owner', <Owner key="" profile={profile} />],
    ['shared', <Switched key="" value={profile.shared} />],
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
