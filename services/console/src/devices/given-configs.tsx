import { Button } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, type Page } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import { DEVICES } from './device-list.js';

type GivenConfig = Schemas['GivenConfigView'];

const WhyConfig = lazy(() => import('./why-config.js'));

/** The configurations that the phone got, the last first, each with its reasons (PRV-11). */
export function GivenConfigs({ deviceId }: { readonly deviceId: string }): React.JSX.Element {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<GivenConfig>();
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, deviceId, 'configs'],
    queryFn: () => api<Page<GivenConfig>>(`devices/${deviceId}/configs`),
  });
  return (
    <section aria-labelledby="configs">
      <h2 id="configs">{t('config.title')}</h2>
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="rf-dimmed">{t('config.none')}</p>}
      <ul className="rf-plain-list rf-versions">
        {data?.items.map((config) => (
          <li key={config.id}>
            <span className="rf-mono">{config.file}</span>
            <Link to={`/profiles/${config.profile.id}/versions/${config.profile.version}`}>
              {t('version.titled', { name: config.profile.name, number: config.profile.version })}
            </Link>
            {config.encrypted && <span className="rf-chip">{t('config.encrypted')}</span>}
            <span className="rf-meta">{t('config.lastAt', { at: moment(config.lastAt) })}</span>
            <Button size="compact-xs" variant="default" aria-label={t('config.whyOf', { file: config.file })} onClick={() => setAsked(config)}>
              {t('config.why')}
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <Suspense fallback={null}>
          <WhyConfig deviceId={deviceId} config={asked} onClose={() => setAsked(undefined)} />
        </Suspense>
      )}
    </section>
  );
}
