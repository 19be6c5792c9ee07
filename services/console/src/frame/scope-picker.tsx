import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api, type Page } from '../api/api.js';
import { isProvider, type Me, type Named } from '../api/me.js';

interface Customer extends Named {
  readonly reseller: Named | null;
}

/** UI-02b: the provider chooses everything, a reseller or a customer; a reseller everything of its own or a customer. */
export function ScopePicker({ me }: { readonly me: Me }): React.JSX.Element {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const provider = isProvider(me);
  const resellers = useQuery({ queryKey: ['scope', 'resellers'], queryFn: () => api<Page<Named>>('resellers?limit=200'), enabled: provider });
  const customers = useQuery({ queryKey: ['scope', 'customers'], queryFn: () => api<Page<Customer>>('customers?limit=200'), enabled: !me.customer });
  if (me.customer) return <span className="rf-scope">{me.customer.name}</span>;
  const choose = (scope: string): void => {
    const next = new URLSearchParams(scope === '' ? {} : { scope });
    setParams(next); // what was filtered before belongs to the scope before
  };
  return (
    <div className="rf-scope">
      <span aria-hidden="true">{t('scope.label')}</span>
      <NativeSelect size="xs" aria-label={t('scope.label')} value={params.get('scope') ?? ''} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{me.reseller?.name ?? t('scope.everything')}</option>
        {provider && <optgroup label={t('scope.resellers')}>{resellers.data?.items.map((each) => option('reseller', each.id, each.name))}</optgroup>}
        <optgroup label={t('scope.customers')}>
          {customers.data?.items.map(({ id, name, reseller }) => option('customer', id, provider && reseller ? `${reseller.name} / ${name}` : name))}
        </optgroup>
      </NativeSelect>
    </div>
  );
}

const option = (kind: string, id: string, name: string): React.JSX.Element => (
  <option key={id} value={`${kind}:${id}`}>
    {name}
  </option>
);
