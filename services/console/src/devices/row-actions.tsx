import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';
import type { Device } from './device.js';

const DeviceActions = lazy(() => import('./device-actions.js'));

/** The Actions menu of a row; menus and forms are fetched by the first one that is opened. */
export function RowActions({ device }: { readonly device: Device }): React.JSX.Element {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const button = (
    <button
      type="button"
      className="rf-row-button"
      tabIndex={-1}
      aria-haspopup="menu"
      aria-label={t('device.actionsOf', { name: device.name })}
      onClick={() => setWanted(true)}
    >
      <Icon name="dots" />
    </button>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <DeviceActions device={device} target={button} defaultOpened />
    </Suspense>
  );
}
