import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isProvider, type Me, type Named } from '../api/me.js';
import type { Change, ListAddress } from '../list/list-address.js';
import { Search } from '../list/search.js';
import { Icon } from '../look/icon.js';
import { AsOfField, useAsOf } from './as-of.js';
import { type CustomField, customName } from './custom-fields.js';
import { DEVICE_FILTERS } from './device-list.js';
import { ChoiceFilter, PeriodFilter, RecordFilter, TextFilter } from './filter-controls.js';

interface DeviceFiltersProps {
  readonly me: Me;
  readonly fields: readonly CustomField[];
  readonly address: ListAddress;
  readonly onChange: (change: Change, typed?: boolean) => void;
}

type FilterName = (typeof DEVICE_FILTERS)[number];

const ALWAYS: readonly FilterName[] = ['managedBy', 'model', 'assignedTo', 'state'];
const NOT_OF_A_CUSTOMER: readonly FilterName[] = ['managedBy', 'assignedTo', 'sharedWithResellers'];
const NOT_OF_A_USER: readonly FilterName[] = [...NOT_OF_A_CUSTOMER, 'model', 'profile', 'site']; // DIR-02a
const AS_OF = 'asOf';

/** The search panel: any part of device ID, MAC, description, inventory ID; and a filter by column, most of them when wanted. All of it stands in the address. */
export function DeviceFilters({ me, fields, address, onChange }: DeviceFiltersProps): React.JSX.Element {
  const { t } = useTranslation();
  const [asOf, askAsOf] = useAsOf();
  const [opened, setOpened] = useState<readonly string[]>([]);
  const [unfolded, setUnfolded] = useState(false); // where there is no room for all of them
  const { filters } = address;
  const hidden = me.role === 'customer-user' ? NOT_OF_A_USER : me.customer ? NOT_OF_A_CUSTOMER : [];
  const known = DEVICE_FILTERS.filter((name) => !hidden.includes(name) && !(name === 'status' && asOf !== undefined && filters[name] === undefined)); // of then it is not known
  const isOpen = (name: string): boolean => opened.includes(name) || filters[name] !== undefined;
  const isShown = (name: FilterName): boolean => ALWAYS.includes(name) || isOpen(name);
  const set = (name: string, value: string, typed = false): void => onChange({ filters: { [name]: value } }, typed);
  const closed: readonly Named[] = [
    ...known.filter((name) => !isShown(name)).map((name) => ({ id: name, name: t(`device.${name}`) })),
    ...fields.filter((field) => !isOpen(customName(field))).map((field) => ({ id: customName(field), name: field.name })),
    ...(asOf === undefined && !opened.includes(AS_OF) ? [{ id: AS_OF, name: t('asOf.label') }] : []),
  ];
  const clear = (): void => {
    setOpened([]);
    onChange({ q: '', filters: Object.fromEntries(Object.keys(filters).map((name) => [name, ''])) });
  };
  return (
    <search className="rf-filters">
      <Search value={address.q} placeholder={t('device.searchPlaceholder')} onChange={(q) => onChange({ q }, true)} />
      <button type="button" className="rf-input rf-only-narrow rf-choice" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
        {t('filter.title', { count: Object.keys(filters).length })} <Icon name={unfolded ? 'closes' : 'opens'} />
      </button>
      <div className="rf-filter-set" data-unfolded={unfolded || undefined}>
        {known.filter(isShown).map((name) => (
          <DeviceFilter key={name} name={name} me={me} value={filters[name] ?? ''} onChange={(value, typed) => set(name, value, typed)} />
        ))}
        {fields
          .filter((field) => isOpen(customName(field)))
          .map((field) => {
            const name = customName(field);
            return <CustomFilter key={name} field={field} value={filters[name] ?? ''} onChange={(value, typed) => set(name, value, typed)} />;
          })}
        {(asOf !== undefined || opened.includes(AS_OF)) && <AsOfField asOf={asOf} onAsk={askAsOf} />}
        <AddFilter choices={closed} onAdd={(name) => setOpened([...opened, name])} />
        {(address.q !== '' || opened.length > 0 || Object.keys(filters).length > 0) && (
          <button type="button" className="rf-link" onClick={clear}>
            {t('list.clearFilters')}
          </button>
        )}
      </div>
    </search>
  );
}

function AddFilter({ choices, onAdd }: { readonly choices: readonly Named[]; readonly onAdd: (id: string) => void }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <NativeSelect
      size="xs"
      className="rf-add-filter"
      aria-label={t('filter.add')}
      value=""
      onChange={({ currentTarget: { value } }) => value !== '' && onAdd(value)}
    >
      <option value="">{t('filter.add')}</option>
      {choices.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </NativeSelect>
  );
}

/** By a custom field, as its kind wants it. */
function CustomFilter({ field, ...props }: Omit<DeviceFilterProps, 'name' | 'me'> & { readonly field: CustomField }): React.JSX.Element {
  const named = { ...props, label: field.name };
  if (field.kind === 'date') return <PeriodFilter {...named} />;
  if (field.kind === 'choice') return <ChoiceFilter {...named} options={field.choices.map((choice) => ({ id: choice, name: choice }))} />;
  return <TextFilter {...named} />;
}

const STATES = ['inStock', 'assigned', 'inService', 'retired'];
const STATUSES = [
  ['registered', 'registered'],
  ['aged,unregistered,none', 'noConnection'],
  ['aged', 'aged'],
  ['unregistered', 'unregistered'],
  ['none', 'none'],
] as const;
const RECORDS: Partial<Record<FilterName, string>> = { assignedTo: 'customers', profile: 'profiles', site: 'sites' };
const PERIODS: readonly FilterName[] = ['createdAt', 'updatedAt'];
const SWITCHES: readonly FilterName[] = ['customerOwned', 'sharedWithResellers'];

interface DeviceFilterProps {
  readonly name: FilterName;
  readonly me: Me;
  readonly value: string;
  readonly onChange: (value: string, typed?: boolean) => void;
}

/** A filter as its column wants it. */
function DeviceFilter({ name, me, value, onChange }: DeviceFilterProps): React.JSX.Element {
  const { t } = useTranslation();
  const label = t(`device.${name}`);
  const props = { label, value, onChange };
  const of = RECORDS[name];
  if (of !== undefined) return <RecordFilter {...props} of={of} />;
  if (PERIODS.includes(name)) return <PeriodFilter {...props} />;
  if (name === 'state') return <ChoiceFilter {...props} options={STATES.map((id) => ({ id, name: t(`lifecycle.${id}`) }))} />;
  if (name === 'status') return <ChoiceFilter {...props} options={STATUSES.map(([id, word]) => ({ id, name: t(`status.${word}`) }))} />;
  if (SWITCHES.includes(name))
    return <ChoiceFilter {...props} options={['true', 'false'].map((id) => ({ id, name: t(id === 'true' ? 'word.yes' : 'word.no') }))} />;
  if (name === 'managedBy') return <ManagerFilter {...props} me={me} />;
  if (name === 'model') return <RecordFilter {...props} of="models" hasNone={false} />;
  return <TextFilter {...props} />;
}

type ListedFilterProps = Omit<DeviceFilterProps, 'name' | 'me'> & { readonly label: string };

function ManagerFilter({ me, ...props }: ListedFilterProps & Pick<DeviceFilterProps, 'me'>): React.JSX.Element {
  const { t } = useTranslation();
  const nobody = { id: 'administrator', name: t('device.administratorOnly') };
  if (isProvider(me)) return <RecordFilter {...props} of="resellers" hasNone={false} also={[nobody]} />;
  return <ChoiceFilter {...props} options={me.reseller ? [nobody, me.reseller] : [nobody]} />;
}
