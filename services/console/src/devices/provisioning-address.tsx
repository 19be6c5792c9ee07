import { Button, CopyButton } from '@mantine/core';
import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { Icon } from '../look/icon.js';
import { moment } from '../words/figures.js';
import { DEVICES } from './device-list.js';

const COPIED_SHOWN_MS = 60_000;

/** Where the phone gets its configuration (PRV-04); shown when it is asked for, as others may look at the screen too. */
export function ProvisioningAddress({ id }: { readonly id: string }): React.JSX.Element {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, id, 'provisioning'],
    queryFn: () => api<Schemas['AddressView']>(`devices/${id}/provisioning`),
    enabled: isAsked,
  });
  return (
    <div className="rf-details-wide">
      <dt>{t('device.address')}</dt>
      <dd aria-live="polite" aria-busy={isAsked && !data && !error}>
        {!isAsked && (
          <Button variant="default" size="compact-xs" onClick={() => setAsked(true)}>
            {t('address.show')}
          </Button>
        )}
        {error && <ProblemBox error={error} retry={() => void refetch()} />}
        {data?.urls.map((url) => (
          <Url key={url} url={url} />
        ))}
        {data?.previousUntil && <p className="rf-meta">{t('address.previousUntil', { until: moment(data.previousUntil) })}</p>}
      </dd>
    </div>
  );
}

function Url({ url }: { readonly url: string }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <p className="rf-url">
      <span className="rf-mono">{url}</span>
      {window.isSecureContext && ( // there is no clipboard on a page over http
        <CopyButton value={url} timeout={COPIED_SHOWN_MS}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-xs" leftSection={<Icon name={copied ? 'check' : 'copy'} />} onClick={copy}>
              {t(copied ? 'address.copied' : 'address.copy')}
            </Button>
          )}
        </CopyButton>
      )}
    </p>
  );
}
