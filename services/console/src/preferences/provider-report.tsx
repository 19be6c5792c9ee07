import type { Schemas } from '@ringfleet/client';
import { Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ME } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';

type Provider = Schemas['ProviderView'];

const PROVIDER = ['provider'];

/** The provider's own switch (DIR-08); a reseller's is in its form. */
export function ProviderReport(): React.JSX.Element | null {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: PROVIDER, queryFn: () => api<Provider>('provider') });
  const change = useMutation({
    mutationFn: (lineStatesReport: boolean) => api<Provider>('provider', { method: 'PATCH', body: { lineStatesReport }, ifMatch: data?.version ?? 0 }),
    onSettled: () => Promise.all([PROVIDER, ME.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  if (!data) return null;
  return (
    <section>
      <h2>{t('frame.provider')}</h2>
      <Switch
        label={t('record.lineStatesReport')}
        checked={data.lineStatesReport}
        disabled={change.isPending}
        onChange={(event) => change.mutate(event.currentTarget.checked)}
      />
      {change.error && <ProblemBox error={change.error} />}
    </section>
  );
}
