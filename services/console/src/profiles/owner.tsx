import { useTranslation } from 'react-i18next';
import { type Profile, useResellerName } from './profile.js';

/** Whose profile it is: the provider's or a reseller's. */
export function Owner({ profile }: { readonly profile: Profile }): React.JSX.Element | null {
  const { t } = useTranslation();
  const reseller = useResellerName(profile.ownerResellerId);
  if (profile.ownerResellerId === undefined) return null;
  return profile.ownerResellerId === null ? <span className="rf-dimmed">{t('frame.provider')}</span> : <>{reseller}</>;
}
