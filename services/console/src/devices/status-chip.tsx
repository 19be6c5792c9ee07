import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../look/icon.js';
import { type Status, useLiveStatus } from './status-live.js';

const ICONS: Readonly<Record<Status | 'none', IconName>> = { registered: 'check', aged: 'clock', unregistered: 'off', none: 'dash' };

/** Shape, word, colour, in that order of trust; whatever is not registered is no connection, and no alarm (CTL-01). */
export function StatusChip({ status }: { readonly status: Status | null }): React.JSX.Element {
  const { t } = useTranslation();
  const name = status ?? 'none';
  return (
    <span className={`rf-chip rf-status ${status === 'registered' ? 'rf-good' : 'rf-dimmed'}`}>
      <Icon name={ICONS[name]} />
      {t(`status.${name}`)}
    </span>
  );
}

/** The status as it is now, though the row was read earlier (CTL-04). */
export function LiveStatus({ device: { id, status } }: { readonly device: { readonly id: string; readonly status: Status | null } }): React.JSX.Element {
  const live = useLiveStatus(id);
  return <StatusChip status={live ? live.status : status} />;
}
