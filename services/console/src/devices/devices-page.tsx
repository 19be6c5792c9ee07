import { Button } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { mayOf, useMe } from '../api/me.js';
import { type Scope, useScope, useScopedPath } from '../frame/scope.js';
import { type ListOf, ListView } from '../list/list-view.js';
import { countOf, NOTHING } from '../list/selection.js';
import { useSelection } from '../list/use-selection.js';
import { Icon } from '../look/icon.js';
import type { OperationKind } from '../operations/operation.js';
import { NEW, useOpenRecord } from '../records/open-record.js';
import { AsOfBand, useAsOf } from './as-of.js';
import { type CustomField, customColumns, customName, useListFields } from './custom-fields.js';
import { ADDRESS, DEVICE_COLUMNS } from './device-columns.js';
import { DEVICE_FILTERS, DEVICES, devicesPath, isDeviceValue } from './device-list.js';
import { DeviceFilters } from './device-filters.js';
import { Download } from './download.js';
import { EmptyDevices } from './empty-devices.js';
import type { Device } from './device.js';
import { RowActions } from './row-actions.js';
import { SelectedActions } from './selected-actions.js';

const OperateDevices = lazy(() => import('./operate-devices.js'));
const BatchPanel = lazy(() => import('./batch-panel.js'));
const AddDevice = lazy(() => import('./add-device.js'));

interface Shown {
  readonly fields: readonly CustomField[];
  /** A customer's user, who looks and no more. */
  readonly isUser: boolean;
}

const listIn = (scope: Scope, asOf: string | undefined, { fields, isUser }: Shown): ListOf<Device> => ({
  key: DEVICES,
  title: 'nav.devices',
  columns: [...DEVICE_COLUMNS.filter(({ id }) => id !== ADDRESS || !isUser), ...customColumns(fields)],
  filters: [...DEVICE_FILTERS, ...fields.map(customName)],
  firstSort: 'name',
  isValue: isDeviceValue,
  pathOf: (address, limit) => devicesPath(scope, asOf, address, limit),
  nameOf: ({ name }) => name,
});

const actionsOf = (device: Device): React.JSX.Element => <RowActions device={device} />;

/** Phones / CPE (INV-10); of a past moment only to be looked at (INV-14). */
export function DevicesPage(): React.JSX.Element {
  const { t } = useTranslation();
  const me = useMe();
  const may = mayOf(me);
  const isUser = me.role === 'customer-user';
  const scope = useScope();
  const { selection, select, notice } = useSelection();
  const [batch, setBatch] = useState(false);
  const [operating, setOperating] = useState<OperationKind>();
  const [asOf] = useAsOf();
  const mayChange = may.changeDevices && asOf === undefined;
  const fields = useListFields(scope);
  const list = useMemo(() => listIn(scope, asOf, { fields, isUser }), [scope, asOf, fields, isUser]);
  const closeBatch = (): void => {
    select(NOTHING);
    setBatch(false);
  };
  return (
    <ListView
      list={list}
      tools={
        <>
          <Toolbar mayImport={may.import} mayAdd={mayChange} mayExport={may.export} />
          {mayChange && (
            <Button size="xs" variant="default" aria-expanded={batch} rightSection={<Icon name={batch ? 'right' : 'left'} />} onClick={() => setBatch(!batch)}>
              {t('batch.title')}
            </Button>
          )}
        </>
      }
      selectedTools={mayChange && countOf(selection, 1) > 0 && <SelectedActions onOperate={setOperating} onRemove={() => setBatch(true)} />}
      filters={(address, change) => (
        <>
          <DeviceFilters me={me} fields={fields} address={address} onChange={change} />
          <AsOfBand />
        </>
      )}
      empty={({ q, filters }, change) => (
        <EmptyDevices
          asked={q !== '' || Object.keys(filters).length > 0}
          scoped={scope.kind !== 'all'}
          mayImport={may.import}
          onClear={() => change({ q: '', filters: Object.fromEntries(list.filters.map((name) => [name, ''])) })}
        />
      )}
      selection={asOf === undefined ? selection : undefined}
      selectionNotice={notice}
      onSelection={select}
      rowActions={mayChange ? actionsOf : undefined}
      panel={(address, total) =>
        mayChange && (
          <Suspense fallback={null}>
            {batch && <BatchPanel address={address} selection={selection} matching={total?.value ?? 0} onDone={closeBatch} />}
            {operating && (
              <OperateDevices kind={operating} chosen={{ selection, scope, address }} matching={total?.value ?? 0} onClose={() => setOperating(undefined)} />
            )}
          </Suspense>
        )
      }
    />
  );
}

interface ToolbarProps {
  readonly mayImport: boolean;
  readonly mayAdd: boolean;
  readonly mayExport: boolean;
}

function Toolbar({ mayImport, mayAdd, mayExport }: ToolbarProps): React.JSX.Element {
  const { t } = useTranslation();
  const scoped = useScopedPath();
  const [opened, open] = useOpenRecord();
  return (
    <>
      {mayAdd && (
        <Button size="xs" leftSection={<Icon name="plus" />} aria-keyshortcuts="n" onClick={() => open(NEW)}>
          {t('action.add')}
        </Button>
      )}
      {mayImport && (
        <Button component={Link} to={scoped('/imports')} size="xs" variant="default" leftSection={<Icon name="up" />} aria-keyshortcuts="u">
          {t('action.upload')}
        </Button>
      )}
      {mayExport && <Download />}
      {mayAdd && opened === NEW && (
        <Suspense fallback={null}>
          <AddDevice onClose={() => open(undefined)} />
        </Suspense>
      )}
    </>
  );
}
