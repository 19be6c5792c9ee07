import { Button, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { api, queryOf } from '../api/api.js';
import { mayOf, useMe } from '../api/me.js';
import { ProblemBox } from '../frame/problem-box.js';
import { useScopedPath } from '../frame/scope.js';
import { Icon } from '../look/icon.js';
import { AsOfBand, useAsOf } from './as-of.js';
import type { Device } from './device.js';
import { DeviceDetails } from './device-details.js';
import { DeviceHistory } from './device-history.js';
import { DeviceLines } from './device-lines.js';
import { DeviceReferences } from './device-references.js';
import { Lifecycle } from './device-words.js';
import { LiveStatus } from './status-chip.js';
import { StatusPanel } from './status-panel.js';
import { DEVICES } from './device-list.js';
import { Title } from '../frame/title.js';

const DeviceActions = lazy(() => import('./device-actions.js'));
const EditDevice = lazy(() => import('./edit-device.js').then(({ EditDevice: dialog }) => ({ default: dialog })));
const DeviceConfig = lazy(() => import('./device-config.js'));
const TABS = ['details', 'lines', 'status', 'history', 'config', 'references'] as const;
/** Lines, status, configuration and references are known as they are now alone. */
const TABS_OF_THEN = ['details', 'history'] as const;

/** One device: what it is, its lines, everything that ever changed, what refers to it; now, or as it was (INV-14). */
export default function DevicePage(): React.JSX.Element {
  const { id = '', tab = 'details' } = useParams();
  const { t } = useTranslation();
  const scoped = useScopedPath();
  const [asOf, askAsOf] = useAsOf();
  const { data, error, refetch } = useQuery({ queryKey: [DEVICES, id, asOf], queryFn: () => api<Device>(`devices/${id}${queryOf({ asOf })}`) });
  return (
    <section className="rf-view" aria-labelledby="title" aria-busy={!data && !error}>
      <p className="rf-meta">
        <Link to={scoped('/devices')}>{t('nav.devices')}</Link>
      </p>
      <AsOfBand />
      {error && <ProblemBox error={error} retry={() => void refetch()} />}
      {error && asOf !== undefined && (
        <Button variant="default" size="xs" onClick={() => askAsOf(undefined)}>
          {t('asOf.backToNow')}
        </Button>
      )}
      {data && !error && (
        <>
          <DeviceTitle device={data} past={asOf !== undefined} />
          <DeviceTabs device={data} tab={tab} past={asOf !== undefined} />
        </>
      )}
    </section>
  );
}

interface DeviceTitleProps {
  readonly device: Device;
  readonly past: boolean;
}

/** What it is at a glance, and what may be done with it; with what is past, nothing. */
function DeviceTitle({ device, past }: DeviceTitleProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayChange = mayOf(useMe()).changeDevices && !past;
  const [editing, setEditing] = useState(false);
  return (
    <div className="rf-title">
      <Title>{device.name}</Title>
      {!past && <LiveStatus device={device} />}
      <Lifecycle state={device.state} />
      <span className="rf-dimmed">{device.model.name}</span>
      {device.macAddress && <span className="rf-mono">{device.macAddress}</span>}
      {mayChange && (
        <div className="rf-together">
          <Button size="xs" onClick={() => setEditing(true)}>
            {t('action.edit')}
          </Button>
          <Suspense fallback={null}>
            <DeviceActions
              device={device}
              onRemoved={() => void navigate('/devices')}
              target={
                <Button size="xs" variant="default" rightSection={<Icon name="opens" />}>
                  {t('word.actions')}
                </Button>
              }
            />
            {editing && <EditDevice id={device.id} onClose={() => setEditing(false)} />}
          </Suspense>
        </div>
      )}
    </div>
  );
}

/** Of the tabs that a narrow window has no room for, the one that is open. */
const inSight = (tab: HTMLElement | null): void => tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

interface DeviceTabsProps extends DeviceTitleProps {
  readonly tab: string;
}

function DeviceTabs({ device, tab, past }: DeviceTabsProps): React.JSX.Element {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const isUser = useMe().role === 'customer-user'; // what phones ask is not for them (DIR-02a)
  const tabs: readonly string[] = past ? TABS_OF_THEN : TABS.filter((name) => name !== 'config' || !isUser);
  const shown = tabs.includes(tab) ? tab : 'details';
  return (
    <Tabs value={shown} onChange={(next) => void navigate(`/devices/${device.id}/${next}${search}`, { replace: true })} keepMounted={false}>
      <Tabs.List>
        {tabs.map((name) => (
          <Tabs.Tab key={name} value={name} ref={name === shown ? inSight : undefined}>
            {name === 'lines' ? t('device.tab.lines', { used: device.totalPorts - device.freePorts, total: device.totalPorts }) : t(`device.tab.${name}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="details">
        <DeviceDetails device={device} past={past} />
      </Tabs.Panel>
      <Tabs.Panel value="lines">
        <DeviceLines device={device} />
      </Tabs.Panel>
      <Tabs.Panel value="status">
        <StatusPanel device={device} />
      </Tabs.Panel>
      <Tabs.Panel value="history">
        <DeviceHistory id={device.id} />
      </Tabs.Panel>
      <Tabs.Panel value="config">
        <Suspense fallback={null}>
          <DeviceConfig device={device} />
        </Suspense>
      </Tabs.Panel>
      <Tabs.Panel value="references">
        <DeviceReferences id={device.id} />
      </Tabs.Panel>
    </Tabs>
  );
}
