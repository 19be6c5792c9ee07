import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { mayOf, useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { useScope, useScopedPath } from '../frame/scope.js';
import { Customize } from '../list/customize.js';
import { DataTable } from '../list/data-table.js';
import { useListAddress } from '../list/list-address.js';
import { PageSize, Pager } from '../list/pager.js';
import { FIRST_PAGE_SIZE, usePreferences } from '../list/preferences.js';
import { NOTHING, type Selection } from '../list/selection.js';
import { SelectionLine } from '../list/selection-line.js';
import { TotalFigure } from '../list/total-figure.js';
import { Icon } from '../look/icon.js';
import { DEVICE_COLUMNS } from './device-columns.js';
import { DeviceFilters } from './device-filters.js';
import { EmptyDevices } from './empty-devices.js';
import { DEVICE_FILTERS, useDevices } from './use-devices.js';

const LIST = 'devices';

/** Phones / CPE (INV-10). */
export function DevicesPage(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const scope = useScope();
  const [address, change] = useListAddress(DEVICE_FILTERS, 'name');
  const [preferences, prefer] = usePreferences();
  const [selection, setSelection] = useState<Selection>(NOTHING);
  const size = preferences.pageSize ?? FIRST_PAGE_SIZE;
  const devices = useDevices(scope, address, size);
  const { data, error } = devices;
  const asked = address.q !== '' || Object.keys(address.filters).length > 0;
  const next = data?.nextCursor;
  return (
    <section className="rf-view rf-list" aria-labelledby="title">
      <div className="rf-title">
        <h1 id="title" tabIndex={-1}>
          {t('nav.devices')} <TotalFigure total={data?.total} />
        </h1>
        <Toolbar mayImport={mayOf(me).import} />
        <Customize listKey={LIST} columns={DEVICE_COLUMNS} preferences={preferences} onChange={prefer} />
        <PageSize value={size} onChange={(pageSize) => (prefer({ pageSize }), change({}))} />
      </div>
      <DeviceFilters me={me} address={address} onChange={(wanted, typed) => (setSelection(NOTHING), change(wanted, typed))} />
      {error ? (
        <ProblemBox error={error} retry={() => void devices.refetch()} />
      ) : (
        <div className="rf-scroll">
          <DataTable
            caption={t('nav.devices')}
            columns={DEVICE_COLUMNS}
            chosen={preferences.columns?.[LIST]}
            onColumns={(ids) => prefer({ columns: { [LIST]: ids } })}
            rows={data?.items}
            rowCount={data?.total?.exact ? data.total.value + 1 : -1}
            before={address.before}
            sort={address.sort}
            onSort={(sort) => change({ sort })}
            compact={preferences.rowStyle === 'compact'}
            busy={devices.isFetching}
            selection={selection}
            onSelection={setSelection}
            nameOf={({ name }) => name}
          />
          {data?.items.length === 0 && (
            <EmptyDevices asked={asked} scoped={scope.kind !== 'all'} mayImport={mayOf(me).import} onClear={() => change(CLEARED)} />
          )}
        </div>
      )}
      <div className="rf-foot">
        <SelectionLine selection={selection} page={data?.items.length ?? 0} total={data?.total} onChange={setSelection} />
        <Pager
          before={address.before}
          rows={data?.items.length ?? 0}
          onPrevious={address.after === undefined ? undefined : () => history.back()}
          onNext={next ? () => change({ after: next, before: address.before + (data?.items.length ?? 0) }) : undefined}
        />
      </div>
    </section>
  );
}

const CLEARED = { q: '', filters: Object.fromEntries(DEVICE_FILTERS.map((name) => [name, ''])) };

function Toolbar({ mayImport }: { readonly mayImport: boolean }): React.JSX.Element | null {
  const { t } = useTranslation();
  const scoped = useScopedPath();
  if (!mayImport) return null;
  return (
    <Button component={Link} to={scoped('/imports')} size="xs" leftSection={<Icon name="up" />}>
      {t('action.upload')}
    </Button>
  );
}
