import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../api/api.js';
import { mayOf, useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import type { Device } from './device.js';
import { DEVICE_KIND } from './device-kind.js';
import { DeviceDetails } from './device-details.js';
import { DeviceHistory } from './device-history.js';
import { DeviceLines } from './device-lines.js';
import { Lifecycle } from './device-words.js';
import { DEVICES } from './device-list.js';
import { Title } from '../frame/title.js';

const RecordDialog = lazy(() => import('../records/record-dialog.js').then(({ RecordDialog: dialog }) => ({ default: dialog })));
const TABS = ['details', 'lines', 'history'] as const;

/** One device: what it is, its lines, and everything that ever changed. */
export default function DevicePage(): React.JSX.Element {
  const { id = '', tab = 'details' } = useParams();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayChange = mayOf(useMe()).changeDevices;
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: [DEVICES, id], queryFn: () => api<Device>(`devices/${id}`) });
  if (error) return <ProblemBox error={error} retry={() => void refetch()} />;
  if (!data) return <section className="rf-view" aria-busy="true" />;
  return (
    <section className="rf-view" aria-labelledby="title">
      <p className="rf-meta">
        <Link to="/devices">{t('nav.devices')}</Link>
      </p>
      <div className="rf-title">
        <Title>{data.name}</Title>
        <Lifecycle state={data.state} />
        <span className="rf-dimmed">{data.model.name}</span>
        {data.macAddress && <span className="rf-mono">{data.macAddress}</span>}
        {mayChange && (
          <Button size="xs" onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
        )}
      </div>
      {editing && (
        <Suspense fallback={null}>
          <RecordDialog kind={DEVICE_KIND} id={id} mayChange onClose={() => setEditing(false)} onDeleted={() => void navigate('/devices')} />
        </Suspense>
      )}
      <Tabs value={tab} onChange={(next) => void navigate(`/devices/${id}/${next}`, { replace: true })} keepMounted={false}>
        <Tabs.List>
          {TABS.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {name === 'lines' ? t('device.tab.lines', { used: data.totalPorts - data.freePorts, total: data.totalPorts }) : t(`device.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="details">
          <DeviceDetails device={data} />
        </Tabs.Panel>
        <Tabs.Panel value="lines">
          <DeviceLines device={data} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <DeviceHistory id={id} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
