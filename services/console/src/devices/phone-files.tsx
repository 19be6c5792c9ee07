import { Button } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Page } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { download } from '../imports/download.js';
import { figure, moment } from '../words/figures.js';
import { DEVICES } from './device-list.js';

/** The files that the phone brought, the last of each name (PRV-07). */
export function PhoneFiles({ deviceId }: { readonly deviceId: string }): React.JSX.Element {
  const { t } = useTranslation();
  const path = `devices/${deviceId}/phone-files`;
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, deviceId, 'phone-files'],
    queryFn: () => api<Page<Schemas['PhoneFileView']>>(path),
  });
  const take = useMutation({ mutationFn: (name: string) => download(`${path}/${encodeURIComponent(name)}`, name) });
  return (
    <section aria-labelledby="phone-files">
      <h2 id="phone-files">{t('phoneFile.title')}</h2>
      {(error ?? take.error) && <ProblemBox error={error ?? take.error} {...(error && { retry: () => void refetch() })} />}
      {data?.items.length === 0 && <p className="rf-dimmed">{t('phoneFile.none')}</p>}
      <ul className="rf-plain-list">
        {data?.items.map(({ name, size, at, remoteIp }) => (
          <li key={name}>
            <span className="rf-mono">{name}</span>
            <span className="rf-meta">
              {t('phoneFile.size', { figure: figure(size) })} · <time dateTime={at}>{moment(at)}</time> · {remoteIp}
            </span>
            <Button size="compact-xs" variant="default" aria-label={t('phoneFile.download', { name })} onClick={() => take.mutate(name)}>
              {t('action.download')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
