import type { Schemas } from '@ringfleet/client';
import { Button, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Page, queryOf } from '../api/api.js';
import { mayOf, useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { titleOf, type TreeRecord } from '../records/record-kind.js';
import type { Device } from './device.js';
import { DEVICES } from './device-list.js';

type Line = Schemas['LineView'];

/** Which account sits on which port; one is put there and taken off again (INV-07, INV-08). */
export function DeviceLines({ device }: { readonly device: Device }): React.JSX.Element {
  const { t } = useTranslation();
  const mayChange = mayOf(useMe()).changeDevices;
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: [DEVICES, device.id, 'lines'],
    queryFn: () => api<{ items: readonly Line[] }>(`devices/${device.id}/lines`),
  });
  const set = useMutation({
    mutationFn: ({ port, accountId }: { readonly port: number; readonly accountId: string | null }) =>
      api(`devices/${device.id}/lines/${port}`, {
        ifMatch: device.version,
        ...(accountId === null ? { method: 'DELETE' } : { method: 'PUT', body: { accountId } }),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: [DEVICES] }),
  });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  return (
    <>
      {set.error && <ProblemBox error={set.error} />}
      <div className="rf-sideways" tabIndex={0} role="region" aria-label={t('device.linesOf', { name: device.name })}>
        <table className="rf-table rf-table-wide">
          <thead>
            <tr>
              {['port', 'number', 'extension', 'displayName'].map((name) => (
                <th key={name} scope="col">
                  {t(`line.${name}`)}
                </th>
              ))}
              <th scope="col">
                <span className="rf-hidden">{t('word.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {data?.items.map(({ port, account }) => (
              <tr key={port}>
                <th scope="row">{t('line.numbered', { port })}</th>
                {account ? (
                  <>
                    <td className="rf-mono">{account.number}</td>
                    <td className="rf-mono">{account.extension}</td>
                    <td>{account.displayName}</td>
                    <td className="rf-action-cell">
                      {mayChange && (
                        <Button
                          variant="subtle"
                          size="compact-xs"
                          disabled={set.isPending}
                          aria-label={t('line.takeOffNumber', { number: account.number })}
                          onClick={() => set.mutate({ port, accountId: null })}
                        >
                          {t('line.takeOff')}
                        </Button>
                      )}
                    </td>
                  </>
                ) : (
                  <td colSpan={4} className="rf-dimmed">
                    {mayChange ? (
                      <AccountPicker
                        device={device}
                        label={t('line.put', { port })}
                        disabled={set.isPending}
                        onPick={(accountId) => set.mutate({ port, accountId })}
                      />
                    ) : (
                      t('line.free')
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface AccountPickerProps {
  readonly device: Device;
  readonly label: string;
  readonly disabled: boolean;
  readonly onPick: (accountId: string) => void;
}

/** Accounts by any part of their number; of the device's customer, where it has one (INV-07). */
function AccountPicker({ device, label, disabled, onPick }: AccountPickerProps): React.JSX.Element {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState(false);
  const [settled] = useDebouncedValue(text, 200);
  const { data } = useQuery({
    queryKey: ['pick', 'accounts', device.assignedTo?.id, settled],
    queryFn: () => api<Page<TreeRecord>>(`accounts${queryOf({ limit: 50, q: settled, customerId: device.assignedTo?.id })}`),
    placeholderData: keepPreviousData,
    enabled: opened,
  });
  const options = (data?.items ?? []).filter(({ kind }) => kind === 'phone-terminal');
  return (
    <Select
      size="xs"
      searchable
      clearable
      disabled={disabled}
      aria-label={label}
      placeholder={t('line.choose')}
      value={null}
      data={options.map((account) => ({ value: account.id, label: [titleOf(account), account['displayName']].filter(Boolean).join(' · ') }))}
      nothingFoundMessage={t('empty.noMatch')}
      onDropdownOpen={() => setOpened(true)}
      onSearchChange={setText}
      onChange={(id) => id !== null && onPick(id)}
    />
  );
}
