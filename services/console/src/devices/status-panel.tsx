import type { Schemas } from '@ringfleet/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.js';
import { ProblemBox } from '../frame/problem-box.js';
import { moment } from '../words/figures.js';
import type { Device } from './device.js';
import { DEVICES } from './device-list.js';
import { StatusChip } from './status-chip.js';
import { useLiveStatus } from './status-live.js';

type DeviceStatus = Schemas['StatusView'];

/** Whether the phone is there and from where, as it is now; what is not known reads N/A (CTL-01). */
export function StatusPanel({ device }: { readonly device: Device }): React.JSX.Element {
  const { t } = useTranslation();
  const live = useLiveStatus(device.id);
  const { data, error, refetch } = useQuery({ queryKey: [DEVICES, device.id, 'status'], queryFn: () => api<DeviceStatus>(`devices/${device.id}/status`) });
  useEffect(() => {
    if (live) void refetch(); // the stream says that it is another one; what else is known of it is asked for
  }, [live, refetch]);
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (!data) return <p aria-busy="true" />;
  const isSince = data.status === 'registered' ? 'registeredSince' : 'since';
  const fields: readonly (readonly [string, string | null])[] = [
    ['macAddress', data.macAddress],
    ['remoteIp', data.remoteIp],
    ['deviceType', data.deviceType],
    ['hostIp', data.hostIp],
    ['registrar', data.registrar],
    ['registeredIp', data.registeredIp],
    ...(data.stationId === undefined ? [] : [['stationId', data.stationId] as const]),
    ['userAgent', data.userAgent],
    [isSince, data.since && moment(data.since)],
    ['registeredAt', data.registeredAt && moment(data.registeredAt)],
    ['expiresAt', data.expiresAt && moment(data.expiresAt)],
  ];
  return (
    <section aria-labelledby="status-title">
      <h2 id="status-title" className="rf-status-title">
        {device.model.name} <StatusChip status={data.status} />
      </h2>
      <dl className="rf-details" aria-live="polite">
        {fields.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`status.${name}`)}</dt>
            <dd>{value ?? <span className="rf-dimmed">{t('status.none')}</span>}</dd>
          </div>
        ))}
      </dl>
      <LineStatuses device={device} lines={data.lines} />
    </section>
  );
}

function LineStatuses({ device, lines }: { readonly device: Device; readonly lines: DeviceStatus['lines'] }): React.JSX.Element {
  const { t } = useTranslation();
  return (
    <div className="rf-sideways" tabIndex={0} role="region" aria-label={t('device.linesOf', { name: device.name })}>
      <table className="rf-table rf-table-wide">
        <thead>
          <tr>
            {['line.port', 'status.number', 'line.extension', 'device.status'].map((name) => (
              <th key={name} scope="col">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ port, number, extension, status }) => (
            <tr key={port}>
              <th scope="row">{t('line.numbered', { port })}</th>
              <td className="rf-mono">{number ?? t('status.none')}</td>
              <td className="rf-mono">{extension ?? t('status.none')}</td>
              <td>
                <StatusChip status={status} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
