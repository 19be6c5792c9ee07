import { useTranslation } from 'react-i18next';

/** A word of the service (`modify`, `reseller-admin`) in the user's language. */
export function Choice({ value }: { readonly value: unknown }): React.JSX.Element | null {
  const { t } = useTranslation();
  return typeof value === 'string' ? <>{t(`choice.${value}`)}</> : null;
}

/** How many are chosen; of none chosen all are meant. */
export function CountOrAll({ value }: { readonly value: unknown }): React.JSX.Element {
  const { t } = useTranslation();
  return Array.isArray(value) && value.length > 0 ? <>{value.length}</> : <span className="rf-dimmed">{t('word.all')}</span>;
}

export function Switched({ value }: { readonly value: unknown }): React.JSX.Element {
  const { t } = useTranslation();
  return <>{t(value === true ? 'word.yes' : 'word.no')}</>;
}
