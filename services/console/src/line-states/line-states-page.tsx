import type { Schemas } from '@ringfleet/client';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { queryOf } from '../api/api.js';
import { type Me, useMe } from '../api/me.js';
import { ChoiceFilter, RecordFilter } from '../devices/filter-controls.js';
import { StatusChip } from '../devices/status-chip.js';
import { type Scope, useScope } from '../frame/scope.js';
import { Title } from '../frame/title.js';
import type { Column } from '../list/column.js';
import { type Change, type ListAddress, useListAddress } from '../list/list-address.js';
import { type ListOf, ListView } from '../list/list-view.js';
import { Search } from '../list/search.js';
import { moment } from '../words/figures.js';
import { ExportReport } from './export-report.js';
import { SiteInventory } from './site-inventory.js';

type LineState = Schemas['LineStateView'];

const KEY = 'line-states';
const FILTERS = ['customer', 'site', 'state', 'used'];
const STATES = ['registered', 'aged', 'unregistered', 'unknown'];

const column = (id: string, width: number, cell: Column<LineState>['cell'], over: Partial<Column<LineState>> = {}): Column<LineState> => ({
  id,
  label: `lineStates.${id}`,
  width,
  shown: true,
  cell,
  ...over,
});

const COLUMNS: readonly Column<LineState>[] = [
  column('device', 200, ({ deviceId, device }) => <DeviceLink id={deviceId} name={device} />, { mandatory: true }),
  column('port', 70, ({ port }) => port, { align: 'end', narrow: 'line', bare: true }),
  column('number', 150, ({ number }) => number, { narrow: 'line' }),
  column('extension', 110, ({ extension }) => extension),
  column('state', 150, ({ state }) => <StatusChip status={state} />, { narrow: 'sign' }),
  column('registeredAt', 170, ({ registeredAt }) => registeredAt && moment(registeredAt)),
  column('expiresAt', 170, ({ expiresAt }) => expiresAt && moment(expiresAt)),
  column('site', 160, ({ site }) => site, { narrow: 'line' }),
  column('macAddress', 150, ({ macAddress }) => macAddress && <span className="rf-mono">{macAddress}</span>, { shown: false }),
  column('deviceType', 170, ({ deviceType }) => deviceType, { shown: false }),
];

function DeviceLink({ id, name }: { readonly id: string; readonly name: string }): React.JSX.Element {
  const [params] = useSearchParams();
  const scope = params.get('scope');
  return (
    <Link to={{ pathname: `/devices/${id}`, search: scope === null ? '' : new URLSearchParams({ scope }).toString() }} tabIndex={-1} title={name}>
      {name}
    </Link>
  );
}

/** Whose lines: a customer's user's own, that of the scope, or the one chosen. */
const customerOf = (me: Me, scope: Scope, filters: ListAddress['filters']): string | undefined =>
  me.customer?.id ?? (scope.kind === 'customer' ? scope.id : filters['customer']);

/** Whether each line of a customer is registered, and the same as a file (EXP-04). */
export default function LineStatesPage(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const [address, change] = useListAddress(FILTERS, '');
  const customer = customerOf(me, scope, address.filters);
  const site = scope.kind === 'site' ? scope.id : undefined;
  const list = useMemo(
    (): ListOf<LineState> => ({
      key: KEY,
      title: 'nav.line-states',
      columns: COLUMNS,
      filters: FILTERS,
      firstSort: '',
      pathOf: ({ q, after, filters }, limit) => `reports/line-states${queryOf({ site, ...filters, customer, q, limit, cursor: after })}`,
      nameOf: ({ device, port }) => `${device} ${port}`,
    }),
    [customer, site],
  );
  if (customer === undefined)
    return (
      <section className="rf-view" aria-labelledby="title">
        <div className="rf-title">
          <Title>{t('nav.line-states')}</Title>
        </div>
        <search className="rf-filters">
          <CustomerFilter scope={scope} value="" onChange={change} />
        </search>
        <p className="rf-empty">{t('lineStates.chooseCustomer')}</p>
      </section>
    );
  const { q, filters } = address;
  return (
    <ListView
      list={list}
      tools={<ExportReport path={`reports/line-states.csv${queryOf({ site, ...filters, customer, q })}`} />}
      filters={(_, set) => (
        <>
          <LineFilters isOpenToAll={!me.customer && scope.kind !== 'customer'} customer={customer} scope={scope} address={address} onChange={set} />
          {filters['site'] && <SiteInventory id={filters['site']} />}
        </>
      )}
      empty={() => <p className="rf-empty">{t('empty.noMatch')}</p>}
    />
  );
}

type OnChange = (change: Change, typed?: boolean) => void;

function CustomerFilter({ scope, value, onChange }: { readonly scope: Scope; readonly value: string; readonly onChange: OnChange }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <RecordFilter
      label={t('record.customer')}
      of="customers"
      within={scope.kind === 'reseller' ? { managedBy: scope.id } : {}}
      hasNone={false}
      value={value}
      onChange={(id) => onChange({ filters: { customer: id, site: '' } })}
    />
  );
}

interface LineFiltersProps {
  /** Whether the customer is one's to choose. */
  readonly isOpenToAll: boolean;
  readonly customer: string;
  readonly scope: Scope;
  readonly address: ListAddress;
  readonly onChange: OnChange;
}

function LineFilters({ isOpenToAll, customer, scope, address: { q, filters }, onChange }: LineFiltersProps): React.JSX.Element {
  const { t } = useTranslation();
  const set = (name: string, value: string): void => onChange({ filters: { [name]: value } });
  const { site = '', state = '', used = '' } = filters;
  return (
    <search className="rf-filters">
      <Search value={q} placeholder={t('lineStates.search')} onChange={(text) => onChange({ q: text }, true)} />
      {isOpenToAll && <CustomerFilter scope={scope} value={customer} onChange={onChange} />}
      <RecordFilter
        label={t('device.site')}
        any={t('lineStates.allSites')}
        of="sites"
        within={{ customerId: customer }}
        hasNone={false}
        value={site}
        onChange={(id) => set('site', id)}
      />
      <ChoiceFilter
        label={t('lineStates.state')}
        value={state}
        options={STATES.map((id) => ({ id, name: t(`status.${id === 'unknown' ? 'none' : id}`) }))}
        onChange={(id) => set('state', id)}
      />
      <ChoiceFilter
        label={t('lineStates.used')}
        value={used}
        options={['true', 'false'].map((id) => ({ id, name: t(id === 'true' ? 'word.yes' : 'word.no') }))}
        onChange={(id) => set('used', id)}
      />
      {(q !== '' || site !== '' || state !== '' || used !== '') && (
        <button type="button" className="rf-link" onClick={() => onChange({ q: '', filters: { site: '', state: '', used: '' } })}>
          {t('list.clearFilters')}
        </button>
      )}
    </search>
  );
}
