import { useTranslation } from 'react-i18next';

/** A word of the service (`modify`, `reseller-admin`) in the user's language. */
export function Choice({ value }: { readonly value: unknown }): React.JSX.Element | null {
  const { t } = useTranslation();
  return typeof value === 'string' ? <>{t(`choice.${value}`)}</> : null;
}

export function Switched({ value }: { readonly value: unknown }): React.JSX.Element {
  const { t } = useTranslation();
  return <>{t(value === true ? 'word.yes' : 'word.no')}</>;
}
