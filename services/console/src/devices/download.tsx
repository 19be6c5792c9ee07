import { Button, Popover, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { useScope } from '../frame/scope.js';
import { shownColumns } from '../list/column.js';
import { addressOf } from '../list/list-address.js';
import { usePreferences } from '../list/preferences.js';
import { Icon } from '../look/icon.js';
import { askedFilters, customColumns, customName, useListFields } from './custom-fields.js';
import { DEVICE_COLUMNS } from './device-columns.js';
import { DEVICE_FILTERS, DEVICES, filtersIn, isDeviceValue } from './device-list.js';

/** The list as it is filtered and sorted, as a file: made in the background, the bell brings it (EXP-01). */
export function Download(): React.JSX.Element {
  const { t } = useTranslation();
  const scope = useScope();
  const [params] = useSearchParams();
  const fields = useListFields(scope);
  const [{ columns }] = usePreferences();
  const [format, setFormat] = useState('xlsx');
  const [which, setWhich] = useState('all');
  const start = useMutation({
    mutationFn: () => {
      const { q, sort, filters } = addressOf(params, [...DEVICE_FILTERS, ...fields.map(customName)], 'name', { isValue: isDeviceValue });
      const shown = shownColumns([...DEVICE_COLUMNS, ...customColumns(fields)], columns?.[DEVICES]).map(({ id }) => id);
      const body = {
        kind: 'devices',
        format,
        filter: { ...(q !== '' && { q }), ...askedFilters(filtersIn(scope, filters)) },
        sort,
        ...(which === 'shown' && { columns: shown }),
      };
      return api('exports', { method: 'POST', body, idempotencyKey: crypto.randomUUID() });
    },
  });
  const choice = (label: string, value: string, onChange: (value: string) => void, values: readonly string[]): React.JSX.Element => (
    <>
      <h2 className="rf-popover-title">{t(`download.${label}`)}</h2>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t(`download.${label}`)}
        value={value}
        onChange={onChange}
        data={values.map((each) => ({ value: each, label: t(`download.${each}`) }))}
      />
    </>
  );
  return (
    <Popover position="bottom-end" width={300} trapFocus returnFocus withinPortal onClose={start.reset}>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<Icon name="down" />}>
          {t('action.download')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {start.isSuccess ? (
          <p role="status">{t('download.started')}</p>
        ) : (
          <>
            {choice('format', format, setFormat, ['xlsx', 'xls', 'csv'])}
            {choice('columns', which, setWhich, ['all', 'shown'])}
            <p className="rf-meta rf-gap">{t('download.help')}</p>
            {start.error && <ProblemBox error={start.error} />}
            <Button size="xs" fullWidth loading={start.isPending} onClick={() => start.mutate()}>
              {t('action.download')}
            </Button>
          </>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
