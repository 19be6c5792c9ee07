import { useTranslation } from 'react-i18next';
import type { Named } from '../api/me.js';

export function ManagedBy({ reseller }: { readonly reseller: Named | null }): React.JSX.Element {
  const { t } = useTranslation();
  return reseller ? <>{reseller.name}</> : <span className="rf-dimmed">{t('device.administratorOnly')}</span>;
}

export function YesNo({ value }: { readonly value: boolean }): React.JSX.Element {
  const { t } = useTranslation();
  return <>{t(value ? 'word.yes' : 'word.no')}</>;
}

/** In stock, assigned, in service, retired (INV-17): a word in an outline, no colour. */
export function Lifecycle({ state }: { readonly state: string }): React.JSX.Element {
  const { t } = useTranslation();
  return <span className="rf-chip">{t(`lifecycle.${state}`)}</span>;
}
