import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../look/icon.js';

const EVENTS = ['online', 'offline'] as const;

const listen = (changed: () => void): (() => void) => {
  for (const event of EVENTS) addEventListener(event, changed);
  return () => {
    for (const event of EVENTS) removeEventListener(event, changed);
  };
};

/** Says that the network is away, until it is back. What one typed stays; what is shown is as it was. */
export function Offline(): React.JSX.Element {
  const { t } = useTranslation();
  const online = useSyncExternalStore(listen, () => navigator.onLine);
  return (
    <div role="status" className="rf-offline">
      {!online && (
        <p>
          <Icon name="off" /> {t('frame.offline')}
        </p>
      )}
    </div>
  );
}
