import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Page } from '../api/api.js';
import { isProvider, type Me, type Named } from '../api/me.js';
import type { Change, ListAddress } from '../list/list-address.js';
import { Search } from '../list/search.js';

interface DeviceFiltersProps {
  readonly me: Me;
  readonly address: ListAddress;
  readonly onChange: (change: Change, typed?: boolean) => void;
}

const STATES = ['inStock', 'assigned', 'inService', 'retired'] as const;
const STEADY_MS = 5 * 60_000;

function useChoices(path: string, enabled = true): readonly Named[] {
  return useQuery({ queryKey: ['choices', path], queryFn: () => api<Page<Named>>(`${path}?limit=200`), staleTime: STEADY_MS, enabled }).data?.items ?? [];
}

/** The search panel: any part of device ID, MAC, description, inventory ID; and a filter by column. All of it stands in the address. */
export function DeviceFilters({ me, address, onChange }: DeviceFiltersProps): React.JSX.Element {
  const { t } = useTranslation();
  const provider = isProvider(me);
  const seesModels = me.role !== 'customer-user'; // DIR-02a
  const models = useChoices('models', seesModels);
  const resellers = useChoices('resellers', provider);
  const customers = useChoices('customers', !me.customer);
  const { filters } = address;
  const filter = (name: string, options: readonly Named[]): React.JSX.Element => (
    <NativeSelect
      size="xs"
      aria-label={t(`device.${name}`)}
      value={filters[name] ?? ''}
      onChange={(event) => onChange({ filters: { [name]: event.currentTarget.value } })}
    >
      <option value="">{t(`filter.any.${name}`)}</option>
      {options.map(({ id, name: label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </NativeSelect>
  );
  const managers = [{ id: 'administrator', name: t('device.administratorOnly') }, ...(provider ? resellers : me.reseller ? [me.reseller] : [])];
  return (
    <search className="rf-filters">
      <Search value={address.q} placeholder={t('device.searchPlaceholder')} onChange={(q) => onChange({ q }, true)} />
      {!me.customer && filter('managedBy', managers)}
      {seesModels && filter('model', models)}
      {!me.customer && filter('assignedTo', customers)}
      {filter(
        'state',
        STATES.map((id) => ({ id, name: t(`lifecycle.${id}`) })),
      )}
      {(address.q !== '' || Object.keys(filters).length > 0) && (
        <button
          type="button"
          className="rf-link"
          onClick={() => onChange({ q: '', filters: Object.fromEntries(Object.keys(filters).map((name) => [name, ''])) })}
        >
          {t('list.clearFilters')}
        </button>
      )}
    </search>
  );
}
